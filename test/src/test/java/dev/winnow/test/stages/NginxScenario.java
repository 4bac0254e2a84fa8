package dev.winnow.test.stages;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One way to use an nginx, and how it is stopped in the end. */
record NginxScenario(Play play, String signal) {
  private static final String GZIP = "\nAccept-Encoding: gzip";

  interface Play {
    void on(Nginx nginx) throws IOException;
  }

  private static NginxScenario of(Play play) {
    return new NginxScenario(play, "QUIT");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1";
  }

  /** What the policies are learned from. */
  static Map<String, NginxScenario> training() {
    Map<String, NginxScenario> all = new LinkedHashMap<>();
    all.put("page", of(nginx -> nginx.ask(get("/"))));
    all.put("nothing there", of(nginx -> nginx.ask(get("/none"))));
    all.put("one connection", of(nginx -> nginx.ask(get("/"), get("/text.html"), get("/none"))));
    all.put("large file", of(nginx -> nginx.ask(get("/big"))));
    all.put("range", of(nginx -> nginx.ask(get("/big") + "\nRange: bytes=100-2000")));
    all.put("head", of(nginx -> nginx.ask("HEAD / HTTP/1.1")));
    all.put("post", of(nginx -> nginx.ask(post("/", 10))));
    all.put("listing", of(nginx -> nginx.ask(get("/list/"))));
    all.put("listing compressed", of(nginx -> nginx.ask(get("/list/") + GZIP)));
    all.put("listing again", of(nginx -> nginx.ask(get("/list/"), get("/list/inner/leaf"))));
    all.put("compressed", of(nginx -> nginx.ask(get("/text.html") + GZIP)));
    all.put(
        "compressed twice", of(nginx -> nginx.ask(get("/text.html") + GZIP, get("/list/") + GZIP)));
    all.put(
        "unchanged",
        of(nginx -> nginx.ask(get("/") + "\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT")));
    all.put("no request", of(nginx -> nginx.leave("no request\r\n\r\n", 20)));
    all.put("long", of(nginx -> nginx.ask(get("/") + "\nCookie: " + "x".repeat(3000))));
    all.put("too long", of(nginx -> nginx.leave(get("/" + "x".repeat(40_000)), 20)));
    all.put("leaves early", of(nginx -> nginx.leave("GET / HT", 0)));
    all.put(
        "reload",
        of(nginx -> {
          nginx.ask(get("/"));
          nginx.reload();
          nginx.ask(get("/"));
        }));
    all.put(
        "logs anew",
        of(nginx -> {
          nginx.reopen();
          nginx.ask(get("/"));
        }));
    all.put(
        "logs anew later",
        of(nginx -> {
          nginx.ask(get("/none"));
          nginx.reopen();
          nginx.ask(get("/list/"));
        }));
    all.put("terminated", new NginxScenario(nginx -> nginx.ask(get("/")), "TERM"));
    return all;
  }

  /** What they are tried on: the same features, used otherwise. */
  static Map<String, NginxScenario> heldOut() {
    Map<String, NginxScenario> all = new LinkedHashMap<>();
    all.put("another page", of(nginx -> nginx.ask(get("/text.html"))));
    all.put("one connection", of(nginx -> nginx.ask(get("/big"), get("/big"), get("/"))));
    all.put("range", of(nginx -> nginx.ask(get("/text.html") + "\nRange: bytes=-20")));
    all.put("head", of(nginx -> nginx.ask("HEAD /list/ HTTP/1.1", "HEAD /none HTTP/1.1")));
    all.put("compressed listing", of(nginx -> nginx.ask(get("/list/inner/") + GZIP)));
    all.put("post", of(nginx -> nginx.ask(post("/none", 5000))));
    all.put("no request", of(nginx -> nginx.leave("GET\r\n\r\n", 20)));
    all.put(
        "logs anew twice",
        of(nginx -> {
          nginx.reopen();
          nginx.ask(get("/big"));
          nginx.reopen();
        }));
    all.put(
        "leaves amidst",
        of(nginx -> {
          nginx.leave(get("/big") + "\r\nHost: x\r\n\r\n", 1000);
          nginx.ask(get("/"));
        }));
    all.put(
        "two reloads",
        new NginxScenario(
            nginx -> {
              nginx.reload();
              nginx.ask(get("/text.html") + GZIP);
              nginx.reload();
              nginx.ask(get("/list/"));
            },
            "TERM"));
    return all;
  }

  private static String post(String path, int bytes) {
    return "POST %s HTTP/1.1\nContent-Length: %d\n\n%s".formatted(path, bytes, "x".repeat(bytes));
  }
}
