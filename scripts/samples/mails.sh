#!/bin/sh
# Writes small mails of several programs and a saved page into the folder that is named: Python, Perl (MIME::Lite), Node
# (nodemailer), mutt, s-nail, git. Needs python3, libmime-lite-perl, node with nodemailer beside this script, mutt, s-nail and git.
set -eu
out=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME="$work" EMAIL=author@example.org

python3 - "$out" <<'PY'
import sys, email.policy, email.message, email.utils, pathlib
out = pathlib.Path(sys.argv[1])
def message(subject):
    m = email.message.EmailMessage(policy=email.policy.SMTP)
    m["From"] = "Jörg Weber <author@example.org>"
    m["To"] = "Readers <readers@example.org>"
    m["Subject"] = subject
    m["Date"] = "Mon, 06 May 2024 10:00:00 +0200"
    m["Message-ID"] = f"<{subject.split()[0].lower()}@example.org>"
    return m
m = message("Grüße vom Hafen")
del m["Message-ID"]
m["Message-ID"] = "<hafen@example.org>"
m.set_content("Liebe Leser,\n\ndie Grüße kommen später.\n\nJörg\n", charset="iso-8859-1", cte="quoted-printable")
m.add_alternative("<html><body><p>Liebe Leser,</p><p>die <b>Grüße</b> kommen später.</p></body></html>", subtype="html")
m.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="Übersicht.png")
(out / "python.eml").write_bytes(m.as_bytes())
m = message("Заметка о погоде")
del m["Message-ID"]
m["Message-ID"] = "<koi8@example.org>"
m.set_content("Сегодня туман.\n", charset="koi8-r", cte="8bit")
(out / "python-koi8.eml").write_bytes(m.as_bytes())
m = message("Only a page")
m.set_content("<html><body><h1>A page</h1><p>One &amp; two.</p></body></html>", subtype="html", cte="base64")
(out / "python-html.eml").write_bytes(m.as_bytes())
page = email.message.EmailMessage(policy=email.policy.SMTP)
page["From"] = "<Saved by Python>"
page["Snapshot-Content-Location"] = "http://example.org/hafen"
page["Subject"] = "Name in der Datei"
page["Date"] = "Mon, 06 May 2024 10:00:00 +0000"
html = "<html lang='de'><head><title>Grüße vom Hafen</title></head><body><p>Die Grüße kommen später.</p><img src='a.png'></body></html>"
page.set_content(html, subtype="html", charset="iso-8859-1", cte="quoted-printable")
page.add_related(b"\x89PNG\r\n", maintype="image", subtype="png", headers=["Content-Location: http://example.org/a.png"])
page.set_boundary("part")
(out / "python.mhtml").write_bytes(page.as_bytes())
PY

perl -MMIME::Lite -e '
my $m = MIME::Lite->new(From => q(author@example.org), To => q(readers@example.org), Subject => "=?iso-8859-1?Q?Br=FCcke?=",
  Date => "Tue, 7 May 2024 09:30:00 GMT", "Message-Id" => q(<lite@example.org>), Type => "multipart/mixed");
$m->attach(Type => "TEXT", Encoding => "8bit", Data => "The bridge is open.\nFrom here on it is dry.\n");
$m->attach(Type => "text/csv", Filename => "gauges.csv", Data => "a,b\n1,2\n", Disposition => "attachment");
print $m->as_string;' > "$out/mime-lite.eml"

NODE_PATH="$here/node/node_modules" node - "$out" <<'JS'
const mailer = require("nodemailer"), fs = require("fs");
const transport = mailer.createTransport({ streamTransport: true, buffer: true, newline: "unix" });
const mail = { from: "author@example.org", to: "readers@example.org", subject: "水位のお知らせ", date: new Date("2024-05-08T01:00:00Z"),
  messageId: "<node@example.org>", headers: { "List-Id": "Weather <weather.example.org>" },
  text: "本日の水位は低いです。\n", html: "<p>本日の<b>水位</b>は低いです。</p><img src='cid:a'>",
  attachments: [{ filename: "a.gif", content: Buffer.from("GIF89a"), cid: "a" }] };
transport.sendMail(mail, (error, info) => fs.writeFileSync(process.argv[2] + "/nodemailer.eml", info.message));
JS

printf '#!/bin/sh\ncat > "%s/$NAME"\n' "$work" > sendmail; chmod +x sendmail
printf 'Flowed text that mutt has written,\nand that goes on here.\n' > body
echo attached > notes.txt
NAME=mutt.raw mutt -F /dev/null -e "set sendmail='$work/sendmail' realname='A. Author' text_flowed=yes use_envelope_from=no hostname=example.org" \
  -s "Notes by mutt" -a notes.txt -- readers@example.org < body
printf 'Naïve café by s-nail.\n' | LC_ALL=C.UTF-8 NAME=nail.raw s-nail -n -S v15-compat=y -S mta="$work/sendmail" -S from=author@example.org \
  -S sendcharsets=iso-8859-1 -s "Café" readers@example.org
# What differs from run to run.
for name in mutt nail; do
  sed -E 's/^Date: .*/Date: Thu, 09 May 2024 08:00:00 +0000/; s/^Message-ID: .*/Message-ID: <'$name'@example.org>/I' $name.raw > "$out/$name.eml"
done

git init -q repo && cd repo
git config user.name "A. Author" && git config user.email author@example.org
echo one > file && git add file
GIT_AUTHOR_DATE="2024-05-10T12:00:00+0200" GIT_COMMITTER_DATE="2024-05-10T12:00:00+0200" git commit -qm "Add a file

From the beginning on it has one line."
echo two >> file
GIT_AUTHOR_DATE="2024-05-11T12:00:00+0200" GIT_COMMITTER_DATE="2024-05-11T12:00:00+0200" git commit -qam "Say Grüße"
git format-patch -q --root --stdout > "$out/git.mbox"

python3 - "$out" <<'PY'
import mailbox, pathlib, sys, email
out = pathlib.Path(sys.argv[1])
(out / "python.mbox").unlink(missing_ok=True)
box = mailbox.mbox(out / "python.mbox")
for name in ["mime-lite", "python-koi8", "nodemailer", "mutt", "nail"]:
    m = mailbox.mboxMessage(email.message_from_bytes((out / f"{name}.eml").read_bytes()))
    m.set_from("author@example.org Mon May  6 10:00:00 2024")
    box.add(m)
box.flush()
PY
