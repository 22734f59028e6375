//! Threads of forums: the texts of the posts, without names, ranks and numbers of those who wrote them.
//!
//! Nearly all forums run on one of a few programs, each of which calls the text of a post by a name of its own. What a page of
//! theirs holds around the posts may be longer than all of them.

use std::cell::LazyCell;
use std::collections::HashSet;

use dom_query::{Document as Dom, NodeId, NodeRef};

use super::blocks::{BlockText, block_text_without};
use super::decision::Claim;
use super::metadata::is_title;
use crate::input::options::Ruby;

/// The element that holds the text of a post.
enum Mark {
    /// It has this class.
    Class(&'static str),
    /// It has the second class, and is not far below an element with the first.
    ClassIn(&'static str, &'static str),
    /// Its identifier begins so.
    Id(&'static str),
    /// The attribute has this value.
    Attribute(&'static str, &'static str),
    /// It has this attribute.
    Has(&'static str),
}

/// The marks of posts, by the program that writes them.
const MARKS: [Mark; 22] = [
    Mark::Class("bbWrapper"),                            // XenForo 2
    Mark::Class("messageText"),                          // XenForo 1
    Mark::ClassIn("topic-body", "post"),                 // Discourse
    Mark::Class("js-post-body"),                         // Stack Exchange
    Mark::Class("comment-copy"),                         // Stack Exchange
    Mark::Attribute("data-role", "commentContent"),      // Invision Community
    Mark::ClassIn("postbody", "content"),                // phpBB
    Mark::Class("post_body"),                            // MyBB
    Mark::Id("post_message_"),                           // vBulletin 3 and 4
    Mark::Class("js-post__content-text"),                // vBulletin 5
    Mark::ClassIn("ItemDiscussion", "Message"),          // Vanilla
    Mark::ClassIn("ItemComment", "Message"),             // Vanilla
    Mark::Class("bbp-topic-content"),                    // bbPress
    Mark::Class("bbp-reply-content"),                    // bbPress
    Mark::Attribute("component", "post/content"),        // NodeBB
    Mark::Class("Post-body"),                            // Flarum
    Mark::Class("postmsg"),                              // FluxBB, PunBB
    Mark::Has("data-msgid"),                             // Simple Machines
    Mark::Class("usertext-body"),                        // Reddit
    Mark::Class("commtext"),                             // Hacker News
    Mark::Class("lia-message-body-content"),             // Khoros
    Mark::ClassIn("wpforo-post", "wpforo-post-content"), // wpForo
];

/// The things of schema.org whose text is a post.
const THINGS: [&str; 4] = ["DiscussionForumPosting", "Question", "Answer", "Comment"];

/// What a page has that is about such things, rather than having some of them below something else.
const TELLING: &str = "[itemtype$='/QAPage'], [itemtype$='/DiscussionForumPosting']";

/// Words of classes for what a post ends with that is no part of it.
const ENDINGS: [&str; 4] = ["signature", "postedit", "bbCodeBlock-expandLink", "ipsEdited"];

/// An element counts as being in another one for so many levels.
const LEVELS: usize = 5;

/// Posts hold at least this share of the prose of a page that is a thread: notices and previews of other threads are prose too.
const SHARE_OF_PROSE: f64 = 0.25;

/// Posts may be short; they then hold this share of the text.
const SHARE_OF_TEXT: f64 = 0.1;

/// The posts of a page called `title`, under its heading; `None` if it has none.
pub(super) fn posts(dom: &Dom, title: &str, ruby: Ruby) -> Option<BlockText> {
    let body = dom.body()?;
    let is_told = LazyCell::new(|| dom.select(TELLING).exists());
    let mut found = Found::default();
    let mut stack = vec![body];
    while let Some(node) = stack.pop() {
        if !node.is_element() || is_in(&node, &ENDINGS) {
            continue;
        }
        if is_post(&node) || is_text_of_thing(&node) && *is_told {
            found.n_posts += 1;
            found.keep(&node);
        } else {
            if (node.has_name("h1") || node.has_name("h2")) && is_title(&node, title) {
                found.keep(&node);
            }
            stack.extend(node.children_it(true));
        }
    }
    if found.n_posts == 0 {
        return None;
    }
    Some(block_text_without(&body, ruby, &|node| found.is_left_out(node))).filter(|posts| !posts.text.is_empty())
}

/// `true` if the posts are what their page is about, rather than remarks below something else.
pub(super) fn is_thread(posts: &BlockText, whole: &BlockText, claim: Claim) -> bool {
    posts.n_prose as f64 >= SHARE_OF_PROSE * whole.n_prose as f64
        || claim < Claim::Told && posts.text.len() as f64 >= SHARE_OF_TEXT * whole.text.len() as f64
}

/// The elements to read, and those around them.
#[derive(Default)]
struct Found {
    n_posts: usize,
    kept: HashSet<NodeId>,
    around: HashSet<NodeId>,
}

impl Found {
    fn keep(&mut self, node: &NodeRef<'_>) {
        self.kept.insert(node.id);
        for above in node.ancestors_it(None) {
            if !self.around.insert(above.id) {
                break;
            }
        }
    }

    /// `true` for what is beside the elements to read and their surroundings, and for the ends of posts.
    fn is_left_out(&self, node: &NodeRef<'_>) -> bool {
        let is_beside = node.parent().is_some_and(|parent| self.around.contains(&parent.id));
        (is_beside && !self.kept.contains(&node.id) && !self.around.contains(&node.id)) || is_in(node, &ENDINGS)
    }
}

fn is_in(node: &NodeRef<'_>, classes: &[&str]) -> bool {
    node.is_element() && node.attr("class").is_some_and(|all| classes.iter().any(|class| all.contains(class)))
}

fn has_class(all: &str, class: &str) -> bool {
    all.split_ascii_whitespace().any(|one| one == class)
}

fn is_post(node: &NodeRef<'_>) -> bool {
    let (classes, id) = (node.attr("class"), node.attr("id"));
    let (classes, id) = (classes.as_deref().unwrap_or_default(), id.as_deref().unwrap_or_default());
    let is_near = |class: &str| {
        node.ancestors_it(Some(LEVELS)).any(|above| above.attr("class").is_some_and(|all| has_class(&all, class)))
    };
    let is_class_of_post = |one: &str| {
        MARKS.iter().any(|mark| match mark {
            Mark::Class(class) => one == *class,
            Mark::ClassIn(around, class) => one == *class && is_near(around),
            Mark::Id(_) | Mark::Has(_) | Mark::Attribute(..) => false,
        })
    };
    // The classes are parted once, not for each mark: every element of a page is asked.
    classes.split_ascii_whitespace().any(is_class_of_post)
        || MARKS.iter().any(|mark| match mark {
            Mark::Class(_) | Mark::ClassIn(..) => false,
            Mark::Id(start) => id.starts_with(start),
            Mark::Has(name) => node.has_attr(name),
            Mark::Attribute(name, value) => node.attr(name).is_some_and(|is| &*is == *value),
        })
}

/// `true` for the text of a thing that the page says is a post.
fn is_text_of_thing(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop").is_some_and(|property| matches!(&*property, "text" | "articleBody" | "commentText"))
        && node
            .ancestors_it(None)
            .find_map(|above| above.attr("itemtype"))
            .is_some_and(|kind| THINGS.iter().any(|thing| kind.ends_with(thing)))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::input::options::InputOptions;

    fn text(html: &str) -> String {
        read(html, None, &InputOptions::default()).unwrap().text
    }

    /// Posts as three programs write them, with what stands around each.
    #[test]
    fn a_thread_is_its_heading_and_its_posts() {
        let around = "<div class=user><h4>jo_1</h4> Member, 1,024 messages. Joined in May and has written a lot of \
                      things since, as the profile tells everybody who cares to look at it.</div>";
        for (open, close, end) in [
            ("<div class=message-body><div class=bbWrapper>", "</div></div>", "<div class=message-signature>"),
            ("<div class=postbody><div class=content>", "</div></div>", "<div class=signature>"),
            ("<div id=post_message_7>", "</div>", "<p class=signature>"),
            ("<div itemscope itemtype='https://schema.org/DiscussionForumPosting'><p itemprop=text>", "</div>", "<p>"),
        ] {
            let post = |words: &str| format!("{around}{open}{words}{close}{end}Sent from my phone</div>");
            let html = format!(
                "<body><h1>A question</h1><form>{}{}</form><div class=similar><a href=/2>Other thread</a></div></body>",
                post("How do I plant a tree that is taller than my house, and who can help me to do so?"),
                post("Dig.")
            );
            let expected = "# A question\n\nHow do I plant a tree that is taller than my house, and who can help me to do \
                            so?\n\nDig.\n";
            assert_eq!(text(&html), expected, "{open}");
        }
    }

    #[test]
    fn answers_of_readers_below_an_article_do_not_make_it_a_thread() {
        let paragraph = "<p>This sentence, with commas, is part of an article that goes on for quite a while, and it has a \
                         second half, which makes the paragraph as long as those in newspapers.</p>";
        let html = format!(
            "<meta property=og:type content=article><body><article><h1>Title</h1>{}</article>\
             <div class=usertext-body><p>First!</p></div>",
            paragraph.repeat(8)
        );
        assert_eq!(text(&html).matches("This sentence").count(), 8);
        let faq = "<body><div itemscope itemtype='http://schema.org/FAQPage'><div itemprop=mainEntity itemscope \
                   itemtype='http://schema.org/Question'><h3 itemprop=name>Why?</h3><div itemscope \
                   itemtype='http://schema.org/Answer'><p itemprop=text>Because.</p></div></div></div>";
        assert_eq!(text(faq), "### Why?\n\nBecause.\n");
    }
}
