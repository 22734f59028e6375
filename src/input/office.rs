//! Documents of word processors and presentation programs, and electronic books.

mod docx;
mod docx_body;
mod docx_styles;
mod epub;
mod epub_book;
mod flow;
mod odf;
mod odf_body;
mod odf_math;
mod odf_styles;
mod office_math;
mod opc;
mod pptx;
mod rtf;
mod rtf_code_page;
mod rtf_destination;
mod rtf_text;
mod rtf_token;
mod slide;
mod symbol_font;
#[cfg(test)]
mod testing;
mod xhtml;

pub(super) use docx::read_docx;
pub(super) use epub::read_book;
pub(super) use odf::read_odf;
pub(super) use pptx::read_pptx;
pub(super) use rtf::read_rtf;
