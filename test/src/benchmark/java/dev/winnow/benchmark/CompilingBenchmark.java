package dev.winnow.benchmark;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.certificate.Certificate;
import dev.winnow.minimizer.certificate.CertificateException;
import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.ProvedProgram;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Arch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A policy in, a proved program out, warm, on one thread; and beside it the parts that a user pays
 * for trust: the proof alone, and the check of a certificate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-Xmx1g"})
public class CompilingBenchmark {
  /** Where Maven runs this: the module's folder. */
  private static final Path POLICIES =
      Path.of("../minimizer/src/test/resources/dev/winnow/minimizer/compiler");

  /** 87 syscalls learned from programs; and five with 64 values each. */
  @Param({"learned", "sets"})
  public String policy = "";

  @Param({"SPEED", "SIZE"})
  public String objective = "";

  private @Nullable Subject subject;

  private record Subject(Policy policy, Weights weights, Objective objective) {
    ProvedProgram compile() throws CompilationException {
      return Compiler.compile(policy, weights, objective);
    }
  }

  private @Nullable Program program;
  private String certificate = "";

  @Setup
  public void read() throws Exception {
    Path file = POLICIES.resolve(policy + ".policy");
    Path workload = POLICIES.resolve(policy + ".tsv");
    Subject made =
        new Subject(
            Policies.parse(file.toString(), Files.readAllBytes(file)),
            Workload.parse(Files.readString(workload), Arch.X86_64),
            objective.equals("SIZE") ? Objective.SIZE : Objective.SPEED);
    subject = made;
    Program compiled = made.compile().program();
    program = compiled;
    certificate = Certificate.of(made.policy, compiled).text();
    System.out.printf(
        "%s %s: %d instructions, a certificate of %d bytes%n",
        policy, objective, compiled.size(), certificate.length());
  }

  @Benchmark
  public Program compileAndProve() throws CompilationException {
    Program again = subject().compile().program();
    if (!again.equals(program)) {
      throw new IllegalStateException("equal arguments gave another program");
    }
    return again;
  }

  @Benchmark
  public Equivalence.Result prove() {
    Equivalence.Result result = Equivalence.check(subject().policy, program());
    if (!(result instanceof Equivalence.Proved)) {
      throw new IllegalStateException("not proved: " + result);
    }
    return result;
  }

  @Benchmark
  public Certificate checkCertificate() throws CertificateException {
    Certificate read = Certificate.read("certificate", certificate);
    read.check(subject().policy, program());
    return read;
  }

  private Subject subject() {
    return Objects.requireNonNull(subject);
  }

  private Program program() {
    return Objects.requireNonNull(program);
  }
}
