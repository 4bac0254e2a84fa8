package dev.winnow.recorder.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfDataTest {
  private static final byte[] HELLO = PerfReading.helloData();
  private static final int DATA_AT = (int) Bytes.i64(HELLO, 40);
  private static final int DATA_SIZE = (int) Bytes.i64(HELLO, 48);

  @Test
  void perfScriptOfTheSameRecordingShowsTheSameEvents() {
    PerfReading data = PerfReading.data(HELLO);
    PerfReading script = PerfReading.script(PerfReading.sample("hello.perf-script"));
    assertEquals(script.events, data.events);
    assertEquals("59", data.events.getFirst().split(" ", -1)[2]);
    assertEquals(56, data.events.size());
    assertEquals(List.of("/tmp/hello"), data.images);
    assertEquals(List.of(), data.reader.warnings());
    assertEquals(0, data.reader.summary().lines().failed());
    assertEquals(false, data.reader.summary().truncated());
  }

  @Test
  void aThreadThatClone3MakesIsKnownFromItsRecord() {
    assertTrue(
        PerfReading.data(HELLO).notes.stream().anyMatch(n -> n.endsWith(" 435 10000")),
        "the flags of clone3 are in memory; the process of the new thread tells them");
  }

  /** What perf record -z writes: pieces of one stream, cut anywhere. */
  @ParameterizedTest
  @ValueSource(ints = {37, 500, 4000, 60_000})
  void compressedRecordsAreRead(int piece) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      byte[] all = context.compress(Arrays.copyOfRange(HELLO, DATA_AT, DATA_AT + DATA_SIZE));
      for (int i = 0; i < all.length; i += piece) {
        byte[] part = Arrays.copyOfRange(all, i, Math.min(all.length, i + piece));
        records.writeBytes(record(81, part));
      }
    }
    PerfReading compressed = PerfReading.data(withData(records.toByteArray()));
    assertEquals(PerfReading.data(HELLO).events, compressed.events);
    assertEquals(false, compressed.reader.summary().truncated());
  }

  /** What perf record -o - writes: what the header would say, as records. */
  @Test
  void pipesAreRead() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = little(16).put(HELLO, 0, 8).putLong(16);
    out.writeBytes(bytes(header));
    int each = (int) Bytes.i64(HELLO, 16);
    int at = (int) Bytes.i64(HELLO, 24);
    for (int i = 0; i < Bytes.i64(HELLO, 32) / each; i++) {
      int entry = at + i * each;
      int ids = (int) Bytes.i64(HELLO, entry + each - 16);
      ByteBuffer body = little(each - 16 + (int) Bytes.i64(HELLO, entry + each - 8));
      body.put(HELLO, entry, each - 16).put(HELLO, ids, body.remaining());
      out.writeBytes(record(64, bytes(body)));
    }
    int formats = (int) Bytes.i64(HELLO, DATA_AT + DATA_SIZE);
    int size = (int) Bytes.i64(HELLO, DATA_AT + DATA_SIZE + 8);
    out.writeBytes(record(66, bytes(little(8).putInt(size))));
    out.writeBytes(Arrays.copyOfRange(HELLO, formats, formats + size));
    out.writeBytes(new byte[-size & 7]);
    out.write(HELLO, DATA_AT, DATA_SIZE);
    assertEquals(PerfReading.data(HELLO).events, PerfReading.data(out.toByteArray()).events);
  }

  /** perf did not live to write the size of its data and what stands behind. */
  @Test
  void unfinishedRecordingsAreReadAsFarAsTheyGo() {
    byte[] cut = Arrays.copyOf(HELLO, DATA_AT + DATA_SIZE);
    ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putLong(48, 0);
    PerfReading reading = PerfReading.data(cut);
    assertEquals(PerfReading.data(HELLO).events, reading.events);
    assertTrue(reading.reader.summary().truncated());
    assertEquals(1, reading.reader.summary().lost().get("cut-off ends"));
    assertTrue(reading.reader.warnings().getFirst().contains("has no formats"));
  }

  @Test
  void lostRecordsAndSamplesAreTwoViewsOfOneLoss() {
    byte[] more = Arrays.copyOfRange(HELLO, DATA_AT, DATA_AT + DATA_SIZE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(more);
    out.writeBytes(record(2, bytes(little(16).putLong(1).putLong(5))));
    out.writeBytes(record(13, bytes(little(8).putLong(7))));
    assertEquals(
        7,
        PerfReading.data(withData(out.toByteArray())).reader.summary().lost().get("lost samples"));
  }

  /** Each processor's records are in order; those of both are not. */
  @Test
  void recordsOfSeveralProcessorsAreBroughtInOrder() {
    ByteArrayOutputStream odd = new ByteArrayOutputStream();
    ByteArrayOutputStream even = new ByteArrayOutputStream();
    int at = DATA_AT;
    for (int i = 0; at < DATA_AT + DATA_SIZE; i++) {
      int size = Bytes.u16(HELLO, at + 6);
      if (Bytes.i32(HELLO, at) != 68) {
        (i % 2 == 0 ? even : odd).write(HELLO, at, size);
      }
      at += size;
    }
    odd.writeBytes(even.toByteArray());
    odd.writeBytes(record(68, new byte[0]));
    PerfReading mixed = PerfReading.data(withData(odd.toByteArray()));
    assertEquals(PerfReading.data(HELLO).events, mixed.events);
  }

  @Test
  void cutAnywhereItIsReadThatFar() {
    List<String> all = PerfReading.data(HELLO).events;
    int most = 0;
    for (int length = 0; length < HELLO.length; length += length < 2000 ? 1 : 29) {
      PerfReading cut = PerfReading.data(Arrays.copyOf(HELLO, length));
      assertTrue(cut.reader.summary().truncated(), "cut to " + length);
      assertTrue(cut.events.size() <= all.size() + 1, "cut to " + length);
      most = Math.max(most, cut.events.size());
    }
    assertEquals(all.size(), most);
  }

  @Test
  void damagedAnywhereItIsAccountedFor() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < DATA_AT + DATA_SIZE; i += i < 2000 ? 1 : 29) {
      byte[] damaged = HELLO.clone();
      damaged[i] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        // That lines add up, LineAccount checks.
        PerfReading.data(damaged).reader.summary();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", byte " + i, e);
      }
    }
  }

  @Test
  void headersThatCannotBeAreNamed() {
    assertEquals(1, PerfReading.data(new byte[0]).reader.summary().lines().failed());
    byte[] other = HELLO.clone();
    other[0] = 'Q';
    String failure = PerfReading.data(other).reader.summary().lines().failures().getFirst();
    assertTrue(failure.contains("it does not begin with PERFILE2"), failure);
    byte[] many = HELLO.clone();
    ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putLong(32, Long.MAX_VALUE);
    String events = PerfReading.data(many).reader.summary().lines().failures().getFirst();
    assertTrue(events.contains("expected 1 to 16384"), events);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static byte[] record(int type, byte[] body) {
    ByteBuffer record = little(8 + body.length);
    return bytes(
        record.putInt(type).putShort((short) 0).putShort((short) record.capacity()).put(body));
  }

  /** The sample with other records; the sections behind them move. */
  private static byte[] withData(byte[] data) {
    int shift = data.length - DATA_SIZE;
    ByteBuffer file = little(HELLO.length + shift);
    file.put(HELLO, 0, DATA_AT).put(data);
    file.put(HELLO, DATA_AT + DATA_SIZE, HELLO.length - DATA_AT - DATA_SIZE);
    file.putLong(48, data.length);
    int table = DATA_AT + data.length;
    for (int i = 0; i < 2; i++) {
      file.putLong(table + 16 * i, file.getLong(table + 16 * i) + shift);
    }
    return bytes(file);
  }
}
