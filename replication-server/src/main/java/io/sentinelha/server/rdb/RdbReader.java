package io.sentinelha.server.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a dump from its first byte to its checksum. */
public final class RdbReader {

  /** The newest version that is understood. */
  public static final int NEWEST = 12;

  private static final int VALKEY = 80;
  private static final int FIRST_WITH_CHECKSUM = 5;

  private final RdbInput in;
  private final ValueReader values;
  private final RdbVisitor visitor;
  private final RdbText keyText = new RdbText();
  private final RdbText text = new RdbText();
  private int version;
  private long expireAt = Items.NEVER;
  private long idleSeconds = RdbVisitor.UNKNOWN;
  private int frequency = RdbVisitor.UNKNOWN;

  /** A reader of one dump. */
  public RdbReader(RdbInput in, ValueReader values, RdbVisitor visitor) {
    this.in = in;
    this.values = values;
    this.visitor = visitor;
  }

  /**
   * Reads all of it.
   *
   * @throws RdbException if it is damaged or cannot be used here
   */
  public void read() throws IOException {
    version = readVersion();
    while (true) {
      int type = in.u8();
      switch (type) {
        case Types.AUX -> visitor.aux(new String(in.string(), UTF_8), in.string());
        case Types.SELECT -> visitor.database(in.length());
        case Types.RESIZE -> {
          visitor.sizes(in.length());
          in.length();
        }
        case Types.SLOT_INFO -> {
          in.length();
          in.length();
          in.length();
        }
        case Types.EXPIRE_MILLIS -> expireAt = in.i64();
        case Types.EXPIRE_SECONDS -> expireAt = 1000L * in.i32();
        case Types.IDLE -> idleSeconds = Math.max(0, in.length());
        case Types.FREQUENCY -> frequency = in.u8();
        case Types.FUNCTION -> visitor.function(in.string());
        case Types.MODULE_AUX -> skipModule();
        case Types.OLD_FUNCTION, Types.SLOT_IMPORT ->
            throw in.corrupt("a part of unknown form (opcode " + type + ")");
        case Types.END -> {
          checkSum();
          return;
        }
        default -> item(type);
      }
    }
  }

  private int readVersion() throws IOException {
    String magic = new String(in.bytes(5), ISO_8859_1);
    String digits;
    if (magic.equals("REDIS")) {
      digits = new String(in.bytes(4), ISO_8859_1);
    } else if (magic.equals("VALKE") && in.u8() == 'Y') {
      digits = new String(in.bytes(3), ISO_8859_1);
    } else {
      throw new RdbException("this is no dump: it begins with something else", 0);
    }
    boolean isValkey = digits.length() == 3;
    int number = digits.matches("\\d+") ? Integer.parseInt(digits) : 0;
    if (isValkey ? number != VALKEY : number < 1 || number > NEWEST) {
      throw new RdbException("version " + digits + " is not understood", 0);
    }
    return number;
  }

  private void item(int type) throws IOException {
    if (type == Types.STRING) {
      in.string(keyText);
      in.string(text);
      visit(
          Items.string(
              keyText.array(),
              0,
              keyText.length(),
              text.array(),
              0,
              text.length(),
              expireAt,
              false));
    } else {
      byte[] key = in.string();
      Value value = values.read(type, in);
      if (value == null) {
        visitor.empty(key);
      } else {
        visit(new Entry(key, value, expireAt));
      }
    }
    expireAt = Items.NEVER;
    idleSeconds = RdbVisitor.UNKNOWN;
    frequency = RdbVisitor.UNKNOWN;
  }

  private void visit(@Nullable Object item) throws IOException {
    if (item != null) {
      visitor.item(item, idleSeconds, frequency);
    }
  }

  /** What a module stored beside keys: numbers and strings with their kinds, to a zero. */
  private void skipModule() throws IOException {
    in.length();
    in.length();
    in.length();
    for (long kind = in.length(); kind != 0; kind = in.length()) {
      switch ((int) kind) {
        case 1, 2 -> in.length();
        case 3 -> in.i32();
        case 4 -> in.i64();
        case 5 -> in.string();
        default -> throw in.corrupt("unknown part of a module's data: " + kind);
      }
    }
  }

  private void checkSum() throws IOException {
    if (version < FIRST_WITH_CHECKSUM) {
      return;
    }
    long computed = in.checksum();
    long told = in.i64();
    if (told != 0 && told != computed) {
      throw in.corrupt(
          "wrong checksum: "
              + Long.toHexString(told)
              + " where "
              + Long.toHexString(computed)
              + " was computed");
    }
  }
}
