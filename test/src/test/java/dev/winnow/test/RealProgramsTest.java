package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that nobody chose: profiled, then held to their policy by the real kernel. */
class RealProgramsTest {
  private static final String DENIED = "Operation not permitted";

  @TempDir private Path folder;

  @BeforeAll
  static void tools() {
    Programs.requireTool("sqlite3", "sqlite3");
    Programs.requireTool("curl", "curl");
    Programs.requireTool("tar", "tar");
  }

  @Test
  void tarPipedToGzip() throws IOException {
    Files.createDirectories(folder.resolve("tree/a"));
    Files.writeString(folder.resolve("tree/a/file"), "content");
    String[] pack = {"sh", "-c", "tar cf - tree | gzip > t.tgz && gzip -dc t.tgz | tar tf -"};
    Profiled packed = Profiled.of(folder, 2, pack);
    assertEquals("tree/\ntree/a/\ntree/a/file\n", packed.worksTheSame(pack).out());
    packed.denies(DENIED, "mkfifo", "pipe");
  }

  @Test
  void sqlite() {
    String[] query = {
      "sqlite3",
      "a.db",
      "create table if not exists t(a); insert into t values(7);",
      "select a from t limit 1;",
      "drop table t;"
    };
    Profiled sqlite = Profiled.of(folder, 2, query);
    assertEquals("7\n", sqlite.worksTheSame(query).out());
    sqlite.denies("Cannot change to directory", "sqlite3", "b.db", ".cd /");
  }

  @Test
  void curlFromALocalServer() throws IOException {
    byte[] body = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Profiled curl = Profiled.of(folder, 3, "curl", "-sS", url);
      assertEquals(body.length, curl.worksTheSame("curl", "-sS", url).out().length());
      curl.denies("curl: (", "curl", "-sS", "-o", "new/file", "--create-dirs", url);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void javaWithManyThreads() throws IOException {
    Path source = folder.resolve("Many.java");
    Files.writeString(
        source,
        """
        import java.util.concurrent.*;
        import java.util.stream.*;

        public class Many {
          public static void main(String[] args) throws Exception {
            try (var pool = Executors.newFixedThreadPool(40)) {
              var sums = new ConcurrentHashMap<Integer, Integer>();
              var done = pool.invokeAll(IntStream.range(0, 400).mapToObj(i -> (Callable<Integer>) () -> {
                synchronized (sums) { sums.merge(i % 7, i, Integer::sum); }
                Thread.sleep(1);
                return i;
              }).toList());
              int sum = 0;
              for (var future : done) sum += future.get();
              System.gc();
              System.out.println(sum + " " + sums.size());
            }
            if (args.length > 0) new java.net.ServerSocket(0).close();
          }
        }
        """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Finished compiled =
        Programs.run(folder, Map.of(), List.of(java + "c", "-d", ".", source.toString()));
    assertEquals(0, compiled.exitCode(), compiled::all);
    Profiled many = Profiled.of(folder, 3, java, "-cp", ".", "Many");
    assertTrue(many.policy().contains("PROT_WRITE | PROT_EXEC"), many::policy);
    for (int run = 0; run < 3; run++) {
      assertEquals("79800 7\n", many.worksTheSame(java, "-cp", ".", "Many").out());
    }
    many.denies(DENIED, java, "-cp", ".", "Many", "listen");
  }

  @Test
  void aShellWithManyChildren() {
    String script =
        "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do (echo $i | sed s/1/x/ | cat) & done;"
            + " wait; test -n \"$(echo done)\" && echo done";
    Profiled shell = Profiled.of(folder, 2, "sh", "-c", script);
    Finished allowed = shell.run("sh", "-c", script);
    assertEquals(17, allowed.out().lines().count(), allowed::all);
    assertEquals(0, allowed.exitCode(), allowed::all);
    shell.denies(DENIED, "chmod", "700", ".");
  }

  @Test
  void aStaticBinary() throws IOException {
    Path program =
        Programs.compile(
            folder,
            "still",
            """
            #include <stdio.h>
            #include <sys/stat.h>
            int main(int count, char **words) {
              if (count > 1 && mkdir(words[1], 0700)) { perror("mkdir"); return 1; }
              return puts("still here") < 0;
            }
            """,
            "-static");
    Profiled still = Profiled.of(folder, 1, program.toString());
    assertEquals("still here\n", still.worksTheSame(program.toString()).out());
    still.denies(DENIED, program.toString(), "new");
    assertFalse(still.policy().contains("sys_openat"), still::policy);
  }

  /** Strace serialises threads, so that they may never meet at a lock while they are recorded. */
  @Test
  void threadsThatMeetAtALockOnlyUnderThePolicy() throws IOException {
    Path program =
        Programs.compile(
            folder,
            "locks",
            """
            #include <pthread.h>
            #include <stdio.h>
            #include <stdlib.h>
            static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
            static long total;
            static void *work(void *turns) {
              for (long i = (long)turns; i > 0; i--) {
                pthread_mutex_lock(&lock);
                for (int k = 0; k < 50; k++) total++;
                pthread_mutex_unlock(&lock);
              }
              return 0;
            }
            int main(int count, char **words) {
              int threads = atoi(words[1]);
              pthread_t all[64];
              for (int i = 0; i < threads; i++) pthread_create(&all[i], 0, work, (void *)20000);
              for (int i = 0; i < threads; i++) pthread_join(all[i], 0);
              printf("%ld\\n", total);
              return 0;
            }
            """,
            "-pthread");
    Profiled locks = Profiled.of(folder, 1, program.toString(), "1");
    assertEquals("32000000\n", locks.worksTheSame(program.toString(), "32").out());
  }

  @Test
  void aProgramThatDiesByASignal() throws IOException {
    Path program =
        Programs.compile(
            folder,
            "dies",
            """
            #include <stdlib.h>
            #include <unistd.h>
            int main(int count, char **words) {
              if (count > 1) rmdir(words[1]);
              write(1, "last words\\n", 11);
              abort();
            }
            """);
    Profiled dies = Profiled.of(folder, 2, program.toString());
    assertTrue(
        dies.finished()
            .out()
            .contains("program                died by signal SIGABRT in 2 of 2 runs"),
        dies.finished()::all);
    Finished same = dies.worksTheSame("sh", "-c", "exec " + program);
    assertEquals("last words\n", same.out());
    String[] passed = {
      "profile", "-o", "again", "--exit-code", "command", "--", program.toString()
    };
    Finished code = Programs.winnow(folder, passed);
    assertEquals(134, code.exitCode(), code::all);
    Finished record =
        Programs.winnow(folder, "record", "-o", "x", "--", "sh", "-c", "kill -SEGV $$");
    assertTrue(record.err().contains("the program died by signal SIGSEGV"), record::all);
    assertEquals(0, record.exitCode(), record::all);
  }

  @Test
  void aProgramThatExecsAnother() {
    String[] chain = {
      "env", "-i", "PATH=/usr/bin:/bin", "nice", "-n", "1", "sh", "-c", "echo $0 end"
    };
    Profiled env = Profiled.of(folder, 2, chain);
    assertEquals("sh end\n", env.worksTheSame(chain).out());
    env.denies(DENIED, "env", "nice", "mkdir", "new");
  }
}
