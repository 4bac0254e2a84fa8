package dev.winnow.minimizer.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpressionSimplifierTest {
  private static Policy policy(String rule) throws PolicySyntaxException {
    return Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\n" + rule + "\n");
  }

  /** The rule with another condition, as the language prints it. */
  private static String print(String rule, Expr condition) throws PolicySyntaxException {
    Section section = policy(rule).sections().getFirst();
    int number = section.rules().getFirst().number();
    Section changed = section.with(List.of(new Rule(number, condition, Action.ALLOW)));
    String text = Policies.print(new Policy(List.of(changed)));
    return text.substring(text.indexOf("sys_")).strip();
  }

  /** (written, simplified). */
  @Test
  void asAPersonWouldWriteIt() throws PolicySyntaxException {
    String[][] table = {
      {"sys_read: 1 || fd == 2", "sys_read: 1"},
      {"sys_read: fd == 1 && fd == 2", "sys_read: 0"},
      {"sys_read: fd == 0 || fd == 2 || fd == 1", "sys_read: fd <= 2"},
      {"sys_read: !(fd != 3)", "sys_read: fd == 3"},
      {"sys_read: !(fd == 3 || count > 5)", "sys_read: fd != 3 && count <= 5"},
      {"sys_read: fd >= 2 && fd <= 9", "sys_read: fd in 2..9"},
      {"sys_read: fd in {5, 3, 4, 3, 9}", "sys_read: fd in {3..5, 9}"},
      {"sys_read: fd == 4 || fd in {7, 9}", "sys_read: fd in {4, 7, 9}"},
      {"sys_read: fd in 0..10 && fd in {3, 12}", "sys_read: fd == 3"},
      {"sys_read: fd == 1 || (fd == 1 && count == 2)", "sys_read: fd == 1"},
      {"sys_read: fd == 1 || (fd != 1 && count == 2)", "sys_read: fd == 1 || count == 2"},
      {
        "sys_read: (count == 5 && fd == 1) || (fd == 1 && buf == 9)",
        "sys_read: fd == 1 && (buf == 9 || count == 5)"
      },
      {
        "sys_mmap: (prot == 1 && flags == 1) || (prot == 3 && flags == 1) || (prot == 1 && flags == 2)"
            + " || (flags == 2 && prot == 3)",
        "sys_mmap: prot in {PROT_READ, PROT_READ | PROT_WRITE} && flags in {MAP_SHARED, MAP_PRIVATE}"
      },
      {
        "sys_mmap: (prot & PROT_EXEC) == 0 && (prot & ~0x7) == 0",
        "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0"
      },
      {"sys_mmap: (prot & 4) == 4", "sys_mmap: prot & PROT_EXEC"},
      {"sys_mmap: !(prot & 4)", "sys_mmap: (prot & PROT_EXEC) == 0"},
      {"sys_lseek: whence <= 1 && whence >= 0", "sys_lseek: whence <= 1"},
      {"sys_lseek: whence == 1 || whence == 0", "sys_lseek: whence in {SEEK_SET, SEEK_CUR}"},
      {
        "sys_kill: sig == 9 || sig == 2 || sig == 1 || sig == 3",
        "sys_kill: sig in {SIGHUP, SIGINT, SIGQUIT, SIGKILL}"
      },
      {
        "sys_mmap: prot == 1 || prot == 2 || prot == 3 || prot == 0",
        "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0"
      },
    };
    for (String[] pair : table) {
      assertEquals(pair[1], print(pair[0], simplify(pair[0])));
    }
  }

  /** (written, simplified): subsumption and factoring across alternatives. */
  @Test
  void alternativesAreJoinedAndCovered() throws PolicySyntaxException {
    String[][] table = {
      {"sys_read: fd <= 5 || fd == 3 && count == 2", "sys_read: fd <= 5"},
      {
        "sys_read: fd == 1 && count == 2 || fd != 1 && buf == 3 || count == 2 && buf == 3",
        "sys_read: (fd == 1 && count == 2) || (fd != 1 && buf == 3)"
      },
      {
        "sys_read: fd == 1 && count <= 10 || fd == 9 && count <= 10 || fd == 2 && count <= 10",
        "sys_read: fd in {1, 2, 9} && count <= 10"
      },
      {
        "sys_read: fd == 1 && count <= 10 && buf == 0 || fd == 2 && count <= 11 && buf == 0",
        "sys_read: ((fd == 1 && count <= 10) || (fd == 2 && count <= 11)) && buf == 0"
      },
      {
        "sys_read: (fd == 0 || count == 1) && (fd == 0 || buf == 2)",
        "sys_read: fd == 0 || (buf == 2 && count == 1)"
      },
      {
        "sys_read: fd == 1 && count == 5 || count > 7 && fd == 1",
        "sys_read: fd == 1 && (count == 5 || count >= 8)"
      },
      {"sys_read: fd == 0 && count == 0 || fd == 0 && count != 0", "sys_read: fd == 0"},
      {
        "sys_fcntl: cmd == F_GETFD || cmd == F_SETFD && arg == 1 || cmd == F_GETFL",
        "sys_fcntl: cmd in {F_GETFD, F_GETFL} || (cmd == F_SETFD && arg == 1)"
      },
    };
    for (String[] pair : table) {
      assertEquals(pair[1], print(pair[0], simplify(pair[0])));
    }
  }

  /** (written, simplified): cubes of bits, for flags and for what was written with masks. */
  @Test
  void flagsAreSaidByTheirBits() throws PolicySyntaxException {
    String[][] table = {
      {"sys_openat: flags == 0 || flags == O_CLOEXEC", "sys_openat: (flags & ~O_CLOEXEC) == 0"},
      {"sys_openat: (flags & ~O_CLOEXEC) == 0", "sys_openat: (flags & ~O_CLOEXEC) == 0"},
      {
        "sys_openat: flags in {0, O_CLOEXEC, O_DIRECTORY, O_CLOEXEC | O_DIRECTORY}",
        "sys_openat: (flags & ~(O_DIRECTORY | O_CLOEXEC)) == 0"
      },
      {
        "sys_openat: !(flags & O_WRONLY) && !(flags & O_RDWR) && !(flags & O_CREAT)",
        "sys_openat: (flags & (O_WRONLY | O_RDWR | O_CREAT)) == 0"
      },
      {"sys_mmap: (prot & 3) == 1 || (prot & 3) == 3", "sys_mmap: prot & PROT_READ"},
      {"sys_mmap: (prot & 1) || (prot & 2)", "sys_mmap: prot & (PROT_READ | PROT_WRITE)"},
      {
        "sys_mmap: (flags & 0x11) == 0x10 || (flags & 0x11) == 1",
        "sys_mmap: (flags & (MAP_SHARED | MAP_FIXED)) in {MAP_SHARED, MAP_FIXED}"
      },
      {
        "sys_mmap: (prot & 4) == 0 || (prot & 2) == 0",
        "sys_mmap: (prot & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC)"
      },
      {
        "sys_mmap: !((prot & 6) == 6) && (prot & ~7) == 0",
        "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC)) == 0"
            + " && (prot & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC)"
      },
      {
        "sys_socket: (type & ~SOCK_CLOEXEC) == SOCK_STREAM && family == AF_UNIX",
        "sys_socket: family == AF_UNIX && (type & ~SOCK_CLOEXEC) == SOCK_STREAM"
      },
      {
        "sys_futex: (op & ~FUTEX_PRIVATE_FLAG) == 0 || (op & ~FUTEX_PRIVATE_FLAG) == 1",
        "sys_futex: (op & ~FUTEX_WAIT_PRIVATE) in {FUTEX_WAIT, FUTEX_WAKE}"
      },
    };
    for (String[] pair : table) {
      assertEquals(pair[1], print(pair[0], simplify(pair[0])));
    }
  }

  private static Expr simplify(String rule) throws PolicySyntaxException {
    Rule parsed = policy(rule).sections().getFirst().rules().getFirst();
    Syscall syscall =
        Objects.requireNonNull(SyscallTable.of(Arch.X86_64).byNumber(parsed.number()));
    return ExpressionSimplifier.simplify(parsed.condition(), syscall);
  }

  @Test
  void keepsTheMeaning() throws Exception {
    for (long seed = 0; seed < 400; seed++) {
      Expr expression = new RandomPolicies(new SplittableRandom(seed)).expression(3);
      Expr simplified = ExpressionSimplifier.simplify(expression);
      Diagram diagram = new Diagram();
      for (Arch arch : Arch.values()) {
        assertEquals(
            PolicyDiagram.condition(diagram, arch, expression),
            PolicyDiagram.condition(diagram, arch, simplified),
            "seed " + seed + ": " + expression + " became " + simplified);
      }
    }
  }

  @Test
  void neverGrows() {
    int before = 0;
    int after = 0;
    for (long seed = 0; seed < 400; seed++) {
      Expr expression = new RandomPolicies(new SplittableRandom(seed)).expression(3);
      Expr simplified = ExpressionSimplifier.simplify(expression);
      int size = ExpressionSimplifier.size(expression);
      before += size;
      after += ExpressionSimplifier.size(simplified);
      assertTrue(
          ExpressionSimplifier.size(simplified) <= size,
          "seed " + seed + ": " + expression + " became " + simplified);
    }
    assertTrue(after < before / 2, before + " became " + after);
  }

  @Test
  void isIdempotent() {
    for (long seed = 0; seed < 400; seed++) {
      Expr expression = new RandomPolicies(new SplittableRandom(seed)).expression(3);
      Expr simplified = ExpressionSimplifier.simplify(expression);
      assertEquals(
          simplified, ExpressionSimplifier.simplify(simplified), "seed " + seed + expression);
    }
  }

  @Test
  void doesNotDependOnTheOrder() {
    for (long seed = 0; seed < 400; seed++) {
      Expr expression = new RandomPolicies(new SplittableRandom(seed)).expression(3);
      assertEquals(
          ExpressionSimplifier.simplify(expression),
          ExpressionSimplifier.simplify(shuffled(expression, new Random(seed))),
          "seed " + seed + expression);
    }
  }

  private static Expr shuffled(Expr expression, Random random) {
    return switch (expression) {
      case Expr.And(List<Expr> parts) -> new Expr.And(shuffled(parts, random));
      case Expr.Or(List<Expr> parts) -> new Expr.Or(shuffled(parts, random));
      case Expr.Not(Expr part) -> new Expr.Not(shuffled(part, random));
      case Expr.In in -> {
        List<Expr.Range> ranges = new ArrayList<>(in.ranges());
        Collections.shuffle(ranges, random);
        yield new Expr.In(in.term(), ranges);
      }
      default -> expression;
    };
  }

  private static List<Expr> shuffled(List<Expr> parts, Random random) {
    List<Expr> list = new ArrayList<>();
    for (Expr part : parts) {
      list.add(shuffled(part, random));
    }
    Collections.shuffle(list, random);
    return list;
  }
}
