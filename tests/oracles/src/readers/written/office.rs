//! Documents that are packed in a ZIP archive.

use ::zip::CompressionMethod;

use super::packed::zip_of;
use super::{behind, chosen};

/// Lines that begin so name the part whose content follows.
const PART: &[u8] = b"--- ";

/// Packs parts that stand one behind the other, each behind a line with its name.
pub(in crate::readers) fn packed_parts(content: &[u8]) -> Vec<u8> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in content.split_inclusive(|&byte| byte == b'\n') {
        match (line.strip_prefix(PART), parts.last_mut()) {
            (Some(name), _) => {
                let name = String::from_utf8_lossy(name.trim_ascii()).into_owned();
                // The writer takes no name twice, and no long one.
                let known = parts.iter().any(|(known, _)| *known == name);
                if !known && !name.is_empty() && name.len() < 200 {
                    parts.push((name, Vec::new()));
                }
            }
            (None, Some((_, part))) => part.extend_from_slice(line),
            (None, None) => {}
        }
    }
    let parts: Vec<_> = parts.iter().map(|(name, part)| (&**name, &**part)).collect();
    zip_of(&parts, CompressionMethod::STORE)
}

pub(in crate::readers) fn packages() -> Vec<Vec<u8>> {
    let mut seeds = chosen(PACKAGES);
    seeds.extend(PACKAGES.map(|package| behind(0x80, &packed_parts(package.as_bytes()))));
    seeds
}

const PACKAGES: [&str; 4] = [
    "--- [Content_Types].xml
<Types><Override PartName='/word/document.xml' ContentType='x.wordprocessingml.document.main+xml'/></Types>
--- word/document.xml
<w:document><w:body><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t><w:tab/><w:br/></w:r><w:del><w:r/></w:del>
<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>b</w:instrText><w:fldChar w:fldCharType='end'/></w:r></w:p><w:tbl><w:tr>
<w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>d
</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:body></w:document>
--- word/_rels/document.xml.rels
<Relationships><Relationship Type='x/footnotes' Target='n.xml'/><Relationship Type='x/image' Target='a'/></Relationships>
--- word/n.xml
<w:footnotes><w:footnote><w:p><w:r><w:t>e</w:t></w:r></w:p></w:footnote></w:footnotes>
--- docProps/core.xml
<x><dc:title>f</dc:title><dcterms:created>g</dcterms:created></x>
",
    "--- mimetype
application/vnd.oasis.opendocument.text
--- content.xml
<office:document-content><office:body><office:text><text:p>a<text:s text:c='3'/><text:note><text:note-body><text:p>b</text:p>
</text:note-body></text:note><draw:frame><draw:text-box><text:p>c</text:p></draw:text-box></draw:frame></text:p><table:table>
<table:table-row><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table></office:text>
</office:body></office:document-content>
--- meta.xml
<office:document-meta><office:meta><dc:title>e</dc:title></office:meta></office:document-meta>
",
    "--- mimetype
application/epub+zip
--- META-INF/container.xml
<container><rootfile full-path='a/b.opf'/></container>
--- a/b.opf
<package><metadata><dc:title>a</dc:title><dc:date>b</dc:date></metadata><manifest><item id='1' href='c.xhtml' media-type='application/xhtml+xml'/>
<item id='2' href='toc.ncx' media-type='application/x-dtbncx+xml'/><item id='3' href='d' media-type='image/png'/></manifest><spine>
<itemref idref='1'/><itemref idref='1'/><itemref idref='4'/></spine><guide><reference type='toc' href='c.xhtml'/></guide></package>
--- a/c.xhtml
<html><head><title/></head><body><p>c</p></body></html>
--- a/toc.ncx
<ncx><navPoint><navLabel><text>d</text></navLabel><content src='c.xhtml#e'/></navPoint></ncx>
--- META-INF/encryption.xml
<encryption><CipherReference URI='a/f.xhtml'/></encryption>
",
    "--- mimetype
a text
--- b.txt
c
",
];
