package dev.winnow.test.oracle;

import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel of this machine what programs return, without side effects: see {@code oracle.c}
 * and {@link ErrnoVariant}. A process of 64 bits issues x86-64 and x32 events by {@code syscall}
 * and i386 ones by {@code int $0x80}, with whole registers; one of 32 bits issues i386 events only.
 *
 * <p>An instance is a process and serves one thread at a time; for more cores, have more of them.
 * It costs about a millisecond per program, 0.35 µs per x86-64 event and 8 µs per i386 event.
 */
public final class KernelOracle implements AutoCloseable {
  private static final int EVENT_BYTES = 56;
  private static final int X86_64 = Arch.X86_64.auditToken();
  private static final int I386 = Arch.I386.auditToken();

  private final Process process;
  private final Path errors;
  private final DataInputStream in;
  private final OutputStream out;
  private final int bits;
  private final int most;
  private final long syscallPointer;
  private final long int80Pointer;

  private KernelOracle(Process process, Path errors) throws IOException {
    this.process = process;
    this.errors = errors;
    in = new DataInputStream(process.getInputStream());
    out = process.getOutputStream();
    ByteBuffer greeting = read(24);
    bits = greeting.getInt();
    most = greeting.getInt();
    syscallPointer = greeting.getLong();
    int80Pointer = greeting.getLong();
  }

  /** Starts an oracle whose process has 64 or 32 bits; builds it with gcc if need be. */
  public static KernelOracle start(int bits) throws IOException {
    Path errors = Files.createTempFile("winnow-oracle", ".err");
    Process process =
        new ProcessBuilder(OracleBinary.of(bits).toString()).redirectError(errors.toFile()).start();
    return new KernelOracle(process, errors);
  }

  /**
   * Whether this process can issue the event as it is: its architecture, its high halves, and not
   * one of the numbers that kernels run past every filter.
   */
  public boolean canIssue(SeccompData event) {
    if (event.arch() == X86_64) {
      return bits == 64 && !KernelBitmap.UNFILTERED.contains(event.number());
    }
    return event.arch() == I386
        && (bits == 64 || event.args().stream().allMatch(arg -> arg >>> 32 == 0));
  }

  /** The event with the instruction pointer that it has when this process issues it. */
  public SeccompData issued(SeccompData event) {
    return new SeccompData(event.number(), event.arch(), pointer(event), event.args());
  }

  private long pointer(SeccompData event) {
    return event.arch() == X86_64 ? syscallPointer : int80Pointer;
  }

  /**
   * What the kernel makes of events.
   *
   * @param program one that the kernel accepts
   * @param events ones that this process can issue; if the program loads the instruction pointer,
   *     as {@link #issued} makes them
   * @throws IllegalArgumentException if it cannot, with the event; or if the program has more
   *     returns than errnos can name
   * @throws IOException if the process failed; the message says why
   */
  public Verdicts verdicts(Program program, List<SeccompData> events) throws IOException {
    ErrnoVariant variant = new ErrnoVariant(program);
    requireIssuable(program, events);
    int[] instructions = new int[events.size()];
    int[] values = new int[events.size()];
    for (int from = 0; from < events.size(); from += most) {
      List<SeccompData> batch = events.subList(from, Math.min(events.size(), from + most));
      List<ByteBuffer> answers = new ArrayList<>();
      for (Program pass : variant.passes()) {
        answers.add(ask(pass, batch));
      }
      int[] codes = new int[answers.size()];
      for (int i = 0; i < batch.size(); i++) {
        for (int pass = 0; pass < codes.length; pass++) {
          codes[pass] = Short.toUnsignedInt(answers.get(pass).getShort(2 * i));
        }
        instructions[from + i] = variant.instruction(codes[0]);
        values[from + i] = variant.value(codes);
      }
    }
    return new Verdicts(instructions, values);
  }

  private void requireIssuable(Program program, List<SeccompData> events) {
    boolean loadsPointer =
        program.instructions().stream()
            .anyMatch(i -> i.code() == Opcode.LD_ABS && (i.k() == 8 || i.k() == 12));
    for (SeccompData event : events) {
      if (!canIssue(event)) {
        throw new IllegalArgumentException("a %d-bit process can't issue ".formatted(bits) + event);
      }
      if (loadsPointer && event.instructionPointer() != pointer(event)) {
        throw new IllegalArgumentException(
            "the program loads the instruction pointer, which is not that of " + event);
      }
    }
  }

  private ByteBuffer ask(Program program, List<SeccompData> events) throws IOException {
    byte[] raw = program.write();
    ByteBuffer request =
        ByteBuffer.allocate(8 + raw.length + EVENT_BYTES * events.size())
            .order(ByteOrder.nativeOrder());
    request.putInt(program.size()).putInt(events.size()).put(raw);
    for (SeccompData event : events) {
      request.putInt(event.arch()).putInt(event.number());
      for (long arg : event.args()) {
        request.putLong(arg);
      }
    }
    try {
      out.write(request.array());
      out.flush();
    } catch (IOException e) {
      throw new IOException(failure(), e);
    }
    return read(2 * events.size());
  }

  private ByteBuffer read(int size) throws IOException {
    byte[] bytes = new byte[size];
    try {
      in.readFully(bytes);
    } catch (EOFException e) {
      throw new IOException(failure(), e);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private String failure() throws IOException {
    try {
      int code = process.waitFor();
      return "the oracle ended with %d: %s".formatted(code, Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted while the oracle ended";
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    in.close();
    Files.deleteIfExists(errors);
  }
}
