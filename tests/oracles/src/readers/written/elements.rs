//! XML of every kind, and wikitext.

use super::chosen;

pub(in crate::readers) fn elements() -> Vec<Vec<u8>> {
    let mut seeds = chosen(XML);
    seeds.extend(WIKITEXT.iter().map(|text| super::behind(0x80, text.as_bytes())));
    seeds.push(super::behind(
        0,
        b"<?xml version='1.0' encoding='windows-1256'?><r><x>\xd3\xe1\xc7\xe3</x></r>",
    ));
    let utf16 = XML[0].encode_utf16().flat_map(u16::to_le_bytes);
    seeds.push(super::behind(0, &utf16.collect::<Vec<_>>()));
    seeds
}

const XML: [&str; 8] = [
    "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
     <title>\u{623}</title><item><title>a &amp; b</title><link>https://a.example</link><description>c</description>\
     <pubDate>Sat, 07 Sep 2024 10:30:00 +0300</pubDate><content:encoded><![CDATA[<p>d&nbsp;<b>e</b>]]></content:encoded>\
     </item><item><guid>x</b></item><item><description>f</description></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><entry><content type='xhtml'><div>a<br/>b</div></content>\
     <author><name>c</name></author></entry><entry><summary type='html'>&lt;p&gt;d</summary></entry></feed>",
    "<mediawiki xml:lang='ar'><siteinfo><namespaces><namespace key='6'>F</namespace></namespaces></siteinfo><page>\
     <title>a</title><ns>0</ns><id>1</id><revision><timestamp>x</timestamp><contributor><username>b</username>\
     </contributor><text>'''c''' [[d|e]] {{f}}&lt;ref&gt;g&lt;/ref&gt;</text></revision></page><page><ns>1</ns></page>\
     <page><redirect title='x'/></page></mediawiki>",
    "<teiCorpus><teiHeader/><TEI><teiHeader><fileDesc><titleStmt><title>a</title></titleStmt></fileDesc></teiHeader><text>\
     <p>b<note>c</note><choice><sic>d</sic><corr>e</corr></choice><lb break='no'/><w join='right'>f</w><w>g</w></p>\
     </text></TEI><TEI><text><app><lem>a</lem><rdg>b</rdg></app></text></TEI></teiCorpus>",
    "<FictionBook><description><title-info><book-title>a</book-title><author><first-name>b</first-name></author>\
     </title-info></description><body><section><title><p>c</p></title><p>d</p><table><tr><td>e</td></tr></table>\
     </section></body><binary>AAAA</binary></FictionBook>",
    "<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;'><!ENTITY d SYSTEM 'e'>]><r>&a;<x>&#1587;</x>&lt;&unknown;&c;</r>",
    "<r><a>one</a><b>two <c>three</c><c>four</c></b><!-- five --><?six?><p>H<sub>2</sub>O</p></r>",
    "<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
     xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:meta/><office:body><office:text><text:p>a\
     <text:s text:c='2'/><text:note><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p>\
     </office:text></office:body></office:document>",
];

const WIKITEXT: [&str; 4] = [
    "== a ==\n''b'' '''c''' [[d|e]] [[File:f|thumb|g [[h]]]] [https://i.example j] {{k|{{l}}}} __TOC__\n* m\n# n\n----\n",
    "{| class=x\n|+ a\n! b !! c\n|-\n| style=d | e || f\n|}\n<!-- g --><ref name=h>i</ref><nowiki>[[j]]</nowiki>",
    "<pre>a\n b</pre><math>c</math><br/>{{{d|e}}} [[f [[g {{h [http://i j\n\nk]] }}",
    "\u{0645}\u{0644}\u{0641} [[\u{0645}\u{0644}\u{0641}:a|\u{062a}\u{0635}\u{063a}\u{064a}\u{0631}|b]] __\u{0644}\u{0635}\u{0642}_\u{0627}__ c",
];
