package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real programs seen twice in the same run: by strace, which prints what registers mean, and by the
 * kernel's tracepoint raw_syscalls:sys_enter, which prints the registers. What the reader makes of
 * the one must be the other, call by call; what it does not know is counted.
 */
class DualRecordingTest {
  @TempDir static Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    for (String tool : List.of("strace", "git", "gcc", "python3", "sqlite3", "zstd", "nginx")) {
      Programs.requireTool(tool, tool.equals("nginx") ? "nginx-light" : tool);
    }
    Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(folder.resolve("tree/a/b/text"), "one\ntwo\nthree\n".repeat(2000));
    Files.writeString(folder.resolve("main.c"), "int main(void) { return 0; }\n");
    try (InputStream source =
        Objects.requireNonNull(DualRecordingTest.class.getResourceAsStream("daily.c"))) {
      String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
      Programs.compile(folder, "daily64", text, "-pthread");
      Programs.compile(folder, "daily32", text, "-pthread", "-m32");
      Programs.compile(folder, "large32", text, "-pthread", "-m32", "-D_FILE_OFFSET_BITS=64");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls -lR tree /etc/apt",
        "cp -a tree copy && mv copy moved && rm -r moved",
        "find /usr/include/linux -newer main.c -name 'x*'",
        "grep -rn three tree | tail -1",
        "sort tree/a/b/text | uniq -c | sort -rn",
        "tar czf t.tgz tree && tar tzf t.tgz",
        "dd if=/dev/zero of=zero bs=64k count=40 conv=fsync && sync -d zero",
        "zstd -q -f -T3 tree/a/b/text -o text.zst && zstd -t -q text.zst",
        "xz -k -f -T2 tree/a/b/text && xz -t tree/a/b/text.xz",
        "git init -q repo && cd repo && git -c user.name=a -c user.email=b commit -q --allow-empty -m x && git log",
        "gcc -O1 -c main.c -o main.o",
        "python3 -c 'import socket, threading, os, json; t = threading.Thread(target=print); t.start(); t.join();"
            + " s = socket.socketpair(); s[0].send(b\"x\"); print(s[1].recv(9), os.listdir(\"tree\"), json.dumps({}))'",
        "sqlite3 a.db 'pragma journal_mode=wal; create table t(a); insert into t values(1); select * from t;'",
        "perl -e 'open F, \">p\" or die; print F 1; close F; print -s \"p\", scalar localtime; sleep 0; exit 3'",
        "awk '{ n[$1]++ } END { for (k in n) print k, n[k] }' tree/a/b/text; sed -i s/one/1/ tree/a/b/text",
        "bash -c 'for i in 1 2 3; do (trap \"\" USR1; kill -USR1 $BASHPID; echo $i | cat) & done; wait; ulimit -a; umask'",
        "busybox sh -c 'ls -l /proc/self/fd; id; date; df /; stat main.c; mktemp -u; nice -n 1 true'",
        "nginx -t -p . -c /etc/nginx/nginx.conf; true",
        "id; date; stat -f .; df .; nproc; uname -a; mktemp; timeout 5 true; nice -n 2 true; chmod 640 main.c",
        "mkfifo fifo; (echo hello > fifo) & cat fifo; ln -sf main.c link; readlink link; touch -d 2020-01-01 main.c; flock main.c true",
        "curl -sS file:///etc/passwd -o passwd",
      })
  void programOfTheSystem(String command) {
    assertAgree("", command);
  }

  /** With numbers: without them, i386's socket may as well be socketcall. */
  @ParameterizedTest
  @CsvSource({
    "daily64, files", "daily64, sockets", "daily64, processes", "daily64, threads",
    "daily32, files", "daily32, sockets", "daily32, processes", "daily32, threads",
    "large32, files", "large32, sockets"
  })
  void programOfBothAbis(String program, String what) {
    assertAgree("-n", "./" + program + " " + what);
  }

  private static void assertAgree(String options, String command) {
    DualRecording recording = DualRecording.of(folder, options, command);
    assertEquals(List.of(), recording.differences(), command);
    assertTrue(recording.calls() > 20, () -> recording.calls() + " calls of " + command);
    assertTrue(
        recording.undecoded() * 100L <= recording.values(),
        () -> recording.undecoded() + " of " + recording.values() + " not decoded: " + command);
  }
}
