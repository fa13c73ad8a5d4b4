filedesc://crawl.arc 0.0.0.0 20040302080000 text/plain 68
1 0 Harbour
URL IP-address Archive-date Content-type Archive-length

https://example.org/1 192.0.2.1 20040302080000 text/html 196
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<html><head><title>Harbour</title></head><body><p>The harbour opened again this morning, and the first boats have left.</p></body></html>
https://example.org/2 192.0.2.1 20040302080000 text/html 209
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<html><head><title>Harbour</title></head><body><p>أعيد فتح الميناء صباح اليوم وخرجت أولى السفن.</p></body></html>
