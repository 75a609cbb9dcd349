package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** Reads one segment, record by record, up to its end or to what cannot be read. */
final class SegmentReader {

  /** How the segment ends. */
  enum Tail {
    /** With whole records; END may or may not be the last. */
    WHOLE,
    /** With the beginning of a record: the process or the machine ended while it was written. */
    TORN,
    /** With bytes that nobody wrote there. */
    DAMAGED
  }

  /** One step that the engine took, or, without an event, the end of the recording. */
  record Entry(long offset, int kind, long now, int hash, Optional<Event> event, long dropped) {}

  private final Path file;
  private final byte[] bytes;
  private final Shapes shapes;
  private final Input in = new Input();
  private int at;
  private int bodyAt;
  private long now;
  private Tail tail = Tail.WHOLE;
  private String problem = "";

  private SegmentReader(Path file, byte[] bytes, Shapes shapes) {
    this.file = file;
    this.bytes = bytes;
    this.shapes = shapes;
  }

  static SegmentReader open(Path file, Shapes shapes) throws IOException {
    return new SegmentReader(file, Unreadable.bytes(file), shapes);
  }

  /** The header; empty when there is none to be read, see {@link #problem}. */
  Optional<Header> header() {
    for (int i = 0; i < Format.MAGIC.size(); i++) {
      if (at == bytes.length) {
        torn();
        return Optional.empty();
      }
      if (bytes[at] != Format.MAGIC.get(i)) {
        damaged("this is no recording");
        return Optional.empty();
      }
      at++;
    }
    if (at == bytes.length) {
      torn();
      return Optional.empty();
    }
    if (bytes[at] != Format.VERSION) {
      damaged("it has another format; replay it with the version that recorded it");
      return Optional.empty();
    }
    at++;
    return read(Format.HEADER).flatMap(kind -> decode(() -> Header.read(in)));
  }

  /** The engine as it was before the first event; to be called once, after {@link #header}. */
  Optional<Engine> engine(RandomGenerator random) {
    return read(Format.CHECKPOINT)
        .flatMap(kind -> decode(() -> Engine.load(new LoadingArchive(shapes, in), random)));
  }

  /** The time of the records to come is told from here. */
  void startAt(long monotonicMillis) {
    now = monotonicMillis;
  }

  /** The next step; empty at the end, see {@link #tail}. */
  Optional<Entry> next() {
    Optional<Integer> kind = read();
    return kind.flatMap(k -> decode(() -> entry(k)));
  }

  private Entry entry(int kind) {
    if (kind == Format.END) {
      return new Entry(bodyAt, kind, now, 0, Optional.empty(), in.count());
    }
    boolean known = kind == Format.QUIET || kind == Format.STEP || kind == Format.BROKEN;
    if (!known) {
      throw new BadRecording("no record has the kind " + kind);
    }
    now += in.count();
    int hash = kind == Format.STEP ? in.fixed() : 0;
    Event event = (Event) shapes.of(Event.class).read(in);
    return new Entry(bodyAt, kind, now, hash, Optional.of(event), 0);
  }

  Tail tail() {
    return tail;
  }

  /** What is wrong at the end, where, and how much it concerns; empty when nothing is. */
  String problem() {
    return problem;
  }

  private interface Decoder<T> {
    T decode();
  }

  /** Decodes the record that was read; a checksum does not protect from another build's bytes. */
  private <T> Optional<T> decode(Decoder<T> decoder) {
    try {
      T value = decoder.decode();
      if (in.remaining() > 0) {
        throw new BadRecording(in.remaining() + " bytes are left over");
      }
      return Optional.of(value);
    } catch (BadRecording e) {
      at = bodyAt;
      damaged(e.text() + "; was it recorded by another build?");
    } catch (RuntimeException e) {
      at = bodyAt;
      damaged("it does not fit this build (" + e + "); replay it with the one that recorded it");
    }
    return Optional.empty();
  }

  private Optional<Integer> read(int wanted) {
    Optional<Integer> kind = read();
    if (kind.isEmpty() && tail == Tail.WHOLE) {
      return torn(); // The process ended while the segment was begun.
    }
    if (kind.isPresent() && kind.get() != wanted) {
      at = bodyAt;
      damaged("a record of kind " + kind.get() + " where one of kind " + wanted + " must be");
      return Optional.empty();
    }
    return kind;
  }

  /** Opens the next record and says its kind; empty at the end. */
  private Optional<Integer> read() {
    if (tail != Tail.WHOLE || at == bytes.length) {
      return Optional.empty();
    }
    bodyAt = at;
    long length = 0;
    int position = at;
    for (int shift = 0; ; shift += 7) {
      if (position == bytes.length) {
        return torn();
      }
      int octet = bytes[position++];
      length |= (long) (octet & 0x7f) << shift;
      if (octet >= 0) {
        break;
      }
      if (shift > Integer.SIZE) {
        return damaged("no record is that long");
      }
    }
    if (length == 0) {
      return onlyZeros(at) ? torn() : damaged("an empty record");
    }
    if (length + Format.CRC_BYTES > bytes.length - position) {
      return torn();
    }
    int end = position + (int) length;
    in.open(bytes, end, end + Format.CRC_BYTES);
    CRC32C crc = new CRC32C();
    crc.update(bytes, position, (int) length);
    if ((int) crc.getValue() != in.fixed()) {
      boolean last = end + Format.CRC_BYTES == bytes.length;
      return last || onlyZeros(end) ? torn() : damaged("the checksum is wrong");
    }
    in.open(bytes, position, end);
    at = end + Format.CRC_BYTES;
    return Optional.of(in.octet());
  }

  /** After the loss of power, a file may have its length and not its content. */
  private boolean onlyZeros(int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private Optional<Integer> torn() {
    tail = Tail.TORN;
    problem =
        name()
            + ", offset "
            + at
            + ": the last "
            + (bytes.length - at)
            + " bytes are no whole record; the process or the machine ended while they were written";
    return Optional.empty();
  }

  private Optional<Integer> damaged(String what) {
    tail = Tail.DAMAGED;
    problem =
        name()
            + ", offset "
            + at
            + ": "
            + what
            + "; "
            + (bytes.length - at)
            + " bytes are passed over";
    return Optional.empty();
  }

  private String name() {
    return String.valueOf(file.getFileName());
  }
}
