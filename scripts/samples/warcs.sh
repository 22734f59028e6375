#!/bin/sh
# Writes small web archives of two programs into the folder that is named: wget, which fetches pages of a server on this
# machine, and warcio. Needs wget, python3 and its package warcio.
set -eu
out=$(realpath "$1")
work=$(mktemp -d)
cd "$work"
mkdir site
cat > site/index.html <<'HTML'
<!doctype html><html lang=en><head><meta charset=utf-8><title>The harbor</title></head>
<body><main><h1>The harbor</h1><p>The café at the pier is open. <a href="koi8.html">More</a> <a href="a.png">map</a>
<a href="gone.html">old</a></p></main></body></html>
HTML
printf '<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><title>\360\311\322\323</title></head><body><p>\360\311\322\323 \317\324\313\322\331\324.</p></body></html>\n' > site/koi8.html
printf '\211PNG\r\n\032\n' > site/a.png
cat > server.py <<'PY'
import gzip, http.server, pathlib, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        path = pathlib.Path("site" + ("/index.html" if self.path == "/" else self.path))
        if not path.exists():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "image/png" if path.suffix == ".png" else "text/html")
        if path.name == "index.html":
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 100):
            part = body[start:start + 100]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", 8137), Handler).serve_forever()
PY
python3 server.py & server=$!
trap 'kill $server; rm -rf "$work"' EXIT
sleep 1
# The gzip of a page is kept in the archive as the server sent it.
wget -q -r -l 1 --compression=gzip --no-warc-compression --warc-file="$out/wget" --no-warc-keep-log http://127.0.0.1:8137/ || true

python3 - "$out" <<'PY'
import io, sys
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
date = {"WARC-Date": "2024-05-06T10:00:00Z"}
def record_id(n): return f"<urn:uuid:00000000-0000-0000-0000-00000000000{n}>"
with open(sys.argv[1] + "/warcio.warc", "wb") as file:
    writer = WARCWriter(file, gzip=False)
    def write(n, kind, url, content, http=None, **fields):
        headers = {**date, "WARC-Record-ID": record_id(n), **fields}
        record = writer.create_warc_record(url, kind, payload=io.BytesIO(content), http_headers=http, warc_headers_dict=headers,
                                           warc_content_type=fields.pop("Content-Type", None) or "application/http; msgtype=response" if http else "text/plain")
        writer.write_record(record)
    page = "<html><body><p>A page of warcio, größer.</p></body></html>".encode("iso-8859-1")
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=ISO-8859-1"), ("Content-Language", "en")], protocol="HTTP/1.0")
    write(1, "response", "http://example.com/page", page, http)
    write(2, "response", "http://example.com/moved", b"", StatusAndHeaders("301 Moved", [("Location", "/page")], protocol="HTTP/1.0"))
    write(3, "resource", "http://example.com/notes.txt", b"Notes.\r\nTwo lines.\r\n")
with open(sys.argv[1] + "/warcio.wet", "wb") as file:
    writer = WARCWriter(file, gzip=False)
    for n, text in [(4, "Der Hafen\nist offen.\n"), (5, "港は開いています。\n")]:
        fields = {**date, "WARC-Record-ID": record_id(n), "WARC-Identified-Content-Language": "deu" if n == 4 else "jpn"}
        record = writer.create_warc_record(f"http://example.com/{n}", "conversion", payload=io.BytesIO(text.encode()),
                                           warc_headers_dict=fields, warc_content_type="text/plain")
        writer.write_record(record)
PY
