package handlers

import (
	"fmt"
	"strings"
)

// wires are requests byte by byte: first those that are fine, then what people
// send who want two programs on the way to read two different things. mark stands
// wherever something could be sent back.
const (
	mark   = "kanarie77"
	fine   = 11 // of the first are wires that nothing is wrong with
	second = "GET /second HTTP/1.1\r\nHost: a.example\r\n\r\n"
	host   = "Host: a.example\r\n"
)

type wire struct{ name, bytes string }

// request is one to path with these header lines and, behind an empty line, body.
func request(method, path, headers, body string) string {
	return method + " " + path + " HTTP/1.1\r\n" + host + headers + "\r\n" + body
}

func wires() []wire {
	form := "Content-Type: application/x-www-form-urlencoded\r\n"
	chunked := "Transfer-Encoding: chunked\r\n"
	list := []wire{
		{"plain", request("GET", "/thanks", "", "")},
		{"an old telephone behind a proxy", "GET /thanks?utm=%zz HTTP/1.0\r\nHost: A.example.:8080\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.1, 2001:db8::1\r\n" +
			"Forwarded: for=\"[2001:db8::1]\";proto=https\r\nUser-Agent: Nokia\xe9/1.0\t(é; 😀)\r\nAccept-Charset:\r\nCookie: a=" + strings.Repeat("b", 6000) + "\r\n\r\n"},
		{"an address of IPv6", "GET /thanks HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n\r\n"},
		{"a body", request("POST", "/v/x", form+"Content-Length: 5\r\n", "a=abc")},
		{"a body of a GET", request("GET", "/thanks", "Content-Length: 5\r\n", "a=abc")},
		{"a body of a GET that is a request", request("GET", "/thanks", fmt.Sprintf("Content-Length: %d\r\n", len(second)), second)},
		{"a body of a HEAD that is a request", request("HEAD", "/thanks", fmt.Sprintf("Content-Length: %d\r\n", len(second)), second)},
		{"chunks", request("POST", "/v/x", form+chunked, "3\r\na=a\r\n2\r\nbc\r\n0\r\n\r\n")},
		{"HTTP/1.0", "GET /thanks HTTP/1.0\r\n" + host + "\r\n"},
		{"HTTP/1.0 without a host", "GET /thanks HTTP/1.0\r\n\r\n"},
		{"HTTP/1.0 kept open", "GET /thanks HTTP/1.0\r\nConnection: keep-alive\r\n" + host + "\r\n"},
		{"closed by the client", request("GET", "/thanks", "Connection: close\r\n", "")},
		{"empty lines first", "\r\n\r\n" + request("GET", "/thanks", "", "")},
		{"expects to go on", request("POST", "/v/x", form+"Expect: 100-continue\r\nContent-Length: 5\r\n", "a=abc")},
		{"expects something else", request("POST", "/v/x", form+"Expect: "+mark+"\r\nContent-Length: 5\r\n", "a=abc")},
		{"upgrade", request("GET", "/thanks", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n", "")},

		{"two hosts", request("GET", "/thanks", "Host: "+mark+"\r\n", "")},
		{"no host", "GET /thanks HTTP/1.1\r\n\r\n"},
		{"empty host", "GET /thanks HTTP/1.1\r\nHost:\r\n\r\n"},
		{"space before colon", request("GET", "/thanks", mark+" : x\r\n", "")},
		{"space before colon of length", request("POST", "/v/x", form+"Content-Length : 5\r\n", "a=abc")},
		{"tab before colon of coding", request("POST", "/v/x", form+"Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n")},
		{"space in a name", request("GET", "/thanks", "X "+mark+": x\r\n", "")},
		{"no colon", request("GET", "/thanks", mark+"\r\n", "")},
		{"no name", request("GET", "/thanks", ": "+mark+"\r\n", "")},
		{"goes on below", request("GET", "/thanks", "X: a\r\n "+mark+"\r\n", "")},
		{"length goes on below", request("POST", "/v/x", form+"Content-Length: \r\n 5\r\n", "a=abc")},
		{"coding goes on below", request("POST", "/v/x", form+"Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
		{"first header is indented", "GET /thanks HTTP/1.1\r\n X: " + mark + "\r\n" + host + "\r\n"},
		{"bare LF", "GET /thanks HTTP/1.1\n" + "Host: a.example\n" + "\n"},
		{"one bare LF", request("GET", "/thanks", "X: a\nY: "+mark+"\r\n", "")},
		{"bare LF at the end", "GET /thanks HTTP/1.1\r\nHost: a.example\r\n\n"},
		{"bare CR", request("GET", "/thanks", "X: a\rY: "+mark+"\r\n", "")},
		{"CR CR LF", request("GET", "/thanks", "X: "+mark+"\r\r\n", "")},
		{"a header line over the limit", request("GET", "/thanks", "X: "+strings.Repeat(mark, 4000)+"\r\n", "")},
		{"a path over the limit", request("GET", "/thanks?"+strings.Repeat(mark, 4000), "", "")},
		{"a thousand headers", request("GET", "/thanks", strings.Repeat("X: "+mark+"\r\n", 1000), "")},
		{"a hundred headers", request("GET", "/thanks", strings.Repeat("X: a\r\n", 100), "")},

		{"asterisk", request("GET", "*", "", "")},
		{"asterisk of OPTIONS", request("OPTIONS", "*", "", "")},
		{"absolute", request("GET", "http://a.example/thanks", "", "")},
		{"absolute, another host", request("GET", "http://"+mark+"/thanks", "", "")},
		{"absolute, another scheme", request("GET", "file:///etc/"+mark, "", "")},
		{"authority", request("CONNECT", mark+":443", "", "")},
		{"authority of GET", request("GET", mark+":443", "", "")},
		{"no slash", request("GET", mark, "", "")},
		{"two slashes", request("GET", "//"+mark+"/thanks", "", "")},
		{"two slashes and an address", request("GET", "//x?u=http://"+mark+"/thanks", "", "")},
		{"fragment", request("GET", "/v/x#"+mark, "", "")},
		{"HTTP/0.9", "GET /thanks\r\n"},
		{"no version", "GET /thanks \r\n" + host + "\r\n"},
		{"HTTP/2 by its first bytes", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + mark},
		{"nothing", ""},
		{"half a line", "GET /tha"},
		{"two spaces", "GET  /thanks HTTP/1.1\r\n" + host + "\r\n"},
		{"a space at the end", "GET /thanks HTTP/1.1 \r\n" + host + "\r\n"},
		{"a space in the path", request("GET", "/thanks "+mark, "", "")},
		{"a space first", " " + request("GET", "/thanks", "", "")},
		{"tabs", "GET\t/thanks\tHTTP/1.1\r\n" + host + "\r\n"},

		{"length and coding", request("POST", "/v/x", form+"Content-Length: 5\r\n"+chunked, "0\r\n\r\n")},
		{"coding and length", request("POST", "/v/x", form+chunked+fmt.Sprintf("Content-Length: %d\r\n", 5+len(second)), "0\r\n\r\n")},
		{"length, of HTTP/1.0 with chunks", "POST /v/x HTTP/1.0\r\n" + host + form + chunked + "Content-Length: 5\r\n\r\n0\r\n\r\n"},
		{"chunks of HTTP/1.0", "POST /v/x HTTP/1.0\r\n" + host + form + chunked + "\r\n0\r\n\r\n"},
		{"two codings", request("POST", "/v/x", form+chunked+chunked, "0\r\n\r\n")},
		{"two codings, one unknown", request("POST", "/v/x", form+chunked+"Transfer-Encoding: "+mark+"\r\n", "0\r\n\r\n")},
		{"a trailer", request("POST", "/v/x", form+chunked, "1\r\na\r\n0\r\nX: "+mark+"\r\n\r\n")},
		{"a trailer that is announced", request("POST", "/v/x", form+chunked+"Trailer: X\r\n", "1\r\na\r\n0\r\nX: "+mark+"\r\n\r\n")},
		{"a trailer that is a length", request("POST", "/v/x", form+chunked, "1\r\na\r\n0\r\nContent-Length: 9\r\n\r\n")},
		{"a trailer that is a coding", request("POST", "/v/x", form+chunked+"Trailer: Transfer-Encoding\r\n", "1\r\na\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n")},
		{"a trailer that is a host", request("POST", "/v/x", form+chunked, "1\r\na\r\n0\r\nHost: "+mark+"\r\n\r\n")},
		{"a trailer without a colon", request("POST", "/v/x", form+chunked, "1\r\na\r\n0\r\n"+mark+"\r\n\r\n")},
		{"a trailer with bare LF", request("POST", "/v/x", form+chunked, "1\r\na\r\n0\r\nX: a\n\n")},
		{"more than the body may be", request("POST", "/v/x", form+"Content-Length: 200000\r\n", strings.Repeat("a", 200000))},
		{"chunks of more than the body may be", request("POST", "/v/x", form+chunked, strings.Repeat("3e8\r\n"+strings.Repeat("a", 1000)+"\r\n", 200)+"0\r\n\r\n")},
		{"less than the body should be", request("POST", "/v/x", form+"Content-Length: 500\r\n", "a=abc")},
	}
	for _, v := range []string{"+5", "-5", "5 ", " 5", "0x5", "5;", "5,5", "5, 5", "05", "5.0", "5e0", "", "a", "\x0b5", "5\x00", "99999999999999999999", "18446744073709551621", "-1", "٥"} {
		list = append(list, wire{fmt.Sprintf("length %q", v), request("POST", "/v/x", form+"Content-Length: "+v+"\r\n", "a=abc")})
	}
	for _, v := range []string{"5\r\nContent-Length: 5", "5\r\nContent-Length: 6", "6\r\ncontent-length: 5", "0\r\nContent-Length: 5", "5\r\nContent_Length: 9", "5\r\nContent-Length: "} {
		list = append(list, wire{fmt.Sprintf("lengths %q", v), request("POST", "/v/x", form+"Content-Length: "+v+"\r\n", "a=abc")})
	}
	for _, v := range []string{"Chunked", " chunked", "chunked ", "\tchunked", "xchunked", "chunkedx", "chunked;a=b", "identity", "gzip", "gzip, chunked", "chunked, identity", "chunked, chunked", "chunked,", ",chunked", "\"chunked\"", "'chunked'", "\x0bchunked", "chunked\x0b", "chunked\x00", "chunke\x64", "chunKed", "ｃhunked", ""} {
		list = append(list, wire{fmt.Sprintf("coding %q", v), request("POST", "/v/x", form+"Transfer-Encoding: "+v+"\r\n", "0\r\n\r\n")})
		list = append(list, wire{fmt.Sprintf("length and coding %q", v), request("POST", "/v/x", form+"Content-Length: 5\r\nTransfer-Encoding: "+v+"\r\n", "0\r\n\r\n")})
	}
	for _, v := range []string{"3;a=b", "3;a=\"b\"", "3;", "3 ", "3\t", "3 ;a", "3;a\nb", "3\n", "+3", "-3", "0x3", "003", "3g", "", " 3", "3,3", "ffffffffffffffff", "8000000000000000", "100000000000000003", "fffffffffffffffffffffffff", "3\r", "3\x00", "3;" + strings.Repeat("a", 9000), strings.Repeat("0", 9000) + "3"} {
		name := v
		if len(name) > 30 {
			name = name[:30]
		}
		list = append(list, wire{fmt.Sprintf("chunk of %q", name), request("POST", "/v/x", form+chunked, v+"\r\na=a\r\n0\r\n\r\n")})
	}
	for _, v := range []string{"3\r\na=abc\r\n0\r\n\r\n", "3\r\na=a\n0\r\n\r\n", "3\r\na=a0\r\n\r\n", "3\r\na=a\r\n0\n\n", "3\r\na=a\r\n0\r\n\n", "3\r\na=a\r\n0\r\n", "3\r\na=a\r\n", "3\r\na=a\r\n-0\r\n\r\n", "3\r\na=a\r\n00\r\n\r\n", "3\r\na=a\r\r\n0\r\n\r\n", "3\r\na=a\rX0\r\n\r\n"} {
		list = append(list, wire{fmt.Sprintf("chunks %q", v), request("POST", "/v/x", form+chunked, v)})
	}
	for _, b := range []byte{0, 1, 8, 9, 0x0b, 0x0c, 0x1f, 0x7f, 0x80, 0xff} {
		list = append(list,
			wire{fmt.Sprintf("byte %#x in a name", b), request("GET", "/thanks", "X"+string([]byte{b})+mark+": a\r\n", "")},
			wire{fmt.Sprintf("byte %#x in a value", b), request("GET", "/thanks", "X: "+string([]byte{b})+mark+"\r\n", "")},
			wire{fmt.Sprintf("byte %#x in a path", b), request("GET", "/thanks"+string([]byte{b})+mark, "", "")},
			wire{fmt.Sprintf("byte %#x in a query", b), request("GET", "/thanks?lang="+string([]byte{b})+mark, "", "")},
			wire{fmt.Sprintf("byte %#x in a method", b), request("G"+string([]byte{b})+"T", "/thanks", "", "")},
			wire{fmt.Sprintf("byte %#x in a host", b), "GET /thanks HTTP/1.1\r\nHost: " + mark + string([]byte{b}) + "\r\n\r\n"},
			wire{fmt.Sprintf("byte %#x in a body", b), request("POST", "/v/x", form+"Content-Length: 5\r\n", "a="+string([]byte{b, b, b}))})
	}
	for _, p := range []string{"/%00", "/thanks%00", "/%2e%2e/thanks", "/v/%2e%2e%2fthanks", "/v/../thanks", "/./thanks", "/..", "/..%5c..%5cetc", "/%252e%252e/thanks", "/%c0%ae%c0%ae/thanks", "/%c0%af", "/%e0%80%af", "/%ff", "/%ed%a0%80", "/%zz", "/%", "/%1", "/%u002e", "/thanks%0d%0aX:%20" + mark, "/thanks%0a" + mark, "/thanks%7f", "/thanks%20", "/thanks/", "/thanks;" + mark, "/THANKS", "/%74hanks", "/staff%2flogin", "/STAFF/login", "/Staff", "/staff/%6cogin", "/staff%2F..%2Fthanks", "/\\" + mark, "/thanks?lang=%zz", "/thanks?lang=%00" + mark, "/thanks?%0d%0aX=" + mark, "/thanks?lang[]=a&lang[]=b", "/thanks?" + strings.Repeat("a&", 3000), "/v/" + strings.Repeat("%2e%2e%2f", 200), "/thanks?a?b?c", "/thanks??", "/%E2%80%AE", "/v/<script>" + mark, "/v/\"" + mark, "/v/é", "/thanks|" + mark, "/thanks^", "/thanks{}", "/thanks`"} {
		name := p
		if len(name) > 30 {
			name = name[:30]
		}
		list = append(list, wire{"path " + name, request("GET", p, "", "")})
	}
	for _, m := range []string{"get", "Get", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "HEAD", "CONNECT", "PROPFIND", mark, "G ET", "", "GET\x00", "\"GET\"", "GET,", strings.Repeat("A", 300), "GÉT"} {
		list = append(list, wire{fmt.Sprintf("method %.20q", m), request(m, "/thanks", "", "")})
		list = append(list, wire{fmt.Sprintf("method %.20q with a body", m), request(m, "/thanks", fmt.Sprintf("Content-Length: %d\r\n", len(second)), second)})
	}
	for _, v := range []string{"HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/0.9", "HTTP/3", "http/1.1", "HTTP/1.10", "HTTP/01.1", "HTTP/1,1", "HTTP/1", "HTTP1.1", "HTTPS/1.1", "HTTP/1.1.1", "HTTP/-1.1", "HTTP/1.1" + mark, "ICY/1.1", "HTTP/1.1\x00"} {
		list = append(list, wire{"version " + v, "GET /thanks " + v + "\r\n" + host + "\r\n"})
	}
	for _, h := range []string{"a.example:80", "a.example:", "a.example:99999", "a.example:x", "[::1]", "[::1]:80", "[::1", "::1", "[" + mark + "]", "user@" + mark, "a/" + mark, "a?" + mark, "a#" + mark, "a b", "a,b", "a%00b", "a%2eb", "<" + mark + ">", "\"", "a\\b", "-", ".", "..", strings.Repeat("a", 3000), "é.example", "xn--a.example", "a;b", "{a}", "a|b"} {
		list = append(list, wire{fmt.Sprintf("host %.20q", h), "GET /thanks HTTP/1.1\r\nHost: " + h + "\r\n\r\n"})
	}
	return list
}
