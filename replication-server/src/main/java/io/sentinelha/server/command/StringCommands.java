package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.STRING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reading and setting strings. Changing them in place is in {@link StringChanges}. */
final class StringCommands implements CommandFamily {

  private static final byte[] SET = ascii("SET");
  private static final byte[] DEL = ascii("DEL");
  private static final byte[] PXAT = ascii("PXAT");
  private static final byte[] PERSIST = ascii("PERSIST");
  private static final byte[] PEXPIREAT = ascii("PEXPIREAT");

  StringCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(StringCommands.class, "strings.txt")
        .on("get", StringCommands::get)
        .on("set", StringCommands::set)
        .on("setnx", StringCommands::setNx)
        .on("setex", call -> setWithTime(call, true))
        .on("psetex", call -> setWithTime(call, false))
        .on("getset", StringCommands::getSet)
        .on("getdel", StringCommands::getDel)
        .on("getex", StringCommands::getEx)
        .on("mget", StringCommands::mGet)
        .on("mset", StringCommands::mSet)
        .on("msetnx", StringCommands::mSetNx)
        .on("strlen", StringCommands::strLen);
    new StringChanges().register(registry);
    new LcsCommand().register(registry);
  }

  private static void get(Call call) {
    reply(call, call.readString(1));
  }

  private static void reply(Call call, @Nullable Object string) {
    if (string == null) {
      call.reply().nil();
    } else {
      call.reply().text(string);
    }
  }

  private static void set(Call call) {
    Args args = call.args();
    if (args.count() == 3) {
      put(call, call.find(1), 2, Items.NEVER);
      call.reply().ok();
      return;
    }
    SetOptions options = SetOptions.parse(args, 3, true);
    long expireAt =
        options.expire == 0
            ? Items.NEVER
            : Expiry.positive(call, options.expire, options.seconds, options.absolute);
    if (options.get) {
      reply(call, call.readString(1));
    }
    Object old = call.find(1);
    if ((options.onlyNew && old != null) || (options.onlyOld && old == null)) {
      if (!options.get) {
        call.reply().nil();
      }
      return;
    }
    put(call, old, 2, options.keepTtl && old != null ? Items.expireAt(old) : expireAt);
    if (options.expire != 0) {
      propagateWithTime(call, 2, expireAt);
      call.notify(1, GENERIC, "expire");
    } else if (options.get) {
      propagateWithoutGet(call);
    }
    if (!options.get) {
      call.reply().ok();
    }
  }

  /** Sets the string of an argument under the key of argument 1, which was just looked up. */
  private static void put(Call call, @Nullable Object old, int text, long expireAt) {
    Args args = call.args();
    call.putString(1, old, args.buffer(), args.start(text), args.length(text), expireAt, false);
    call.changed(1, STRING, "set");
  }

  private static void propagateWithTime(Call call, int text, long expireAt) {
    Args args = call.args();
    call.propagate(SET, args.bytes(1), args.bytes(text), PXAT, Numbers.text(expireAt));
  }

  private static void propagateWithoutGet(Call call) {
    Args args = call.args();
    byte[][] rest = new byte[args.count()][];
    int count = 0;
    for (int i = 0; i < args.count(); i++) {
      if (i < 3 || !args.is(i, "GET")) {
        rest[count++] = args.bytes(i);
      }
    }
    call.propagate(Arrays.copyOf(rest, count));
  }

  private static void setNx(Call call) {
    Object old = call.find(1);
    if (old == null) {
      put(call, null, 2, Items.NEVER);
    }
    call.reply().integer(old == null ? 1 : 0);
  }

  private static void setWithTime(Call call, boolean seconds) {
    long expireAt = Expiry.positive(call, 2, seconds, false);
    put(call, call.find(1), 3, expireAt);
    propagateWithTime(call, 3, expireAt);
    call.notify(1, GENERIC, "expire");
    call.reply().ok();
  }

  private static void getSet(Call call) {
    reply(call, call.readString(1));
    put(call, call.find(1), 2, Items.NEVER);
    call.propagate(SET, call.args().bytes(1), call.args().bytes(2));
  }

  private static void getDel(Call call) {
    Object string = call.readString(1);
    reply(call, string);
    if (string != null) {
      call.remove(1);
      call.changed(1, GENERIC, "del");
      call.propagate(DEL, call.args().bytes(1));
    }
  }

  private static void getEx(Call call) {
    SetOptions options = SetOptions.parse(call.args(), 2, false);
    Object string = call.readString(1);
    if (string == null) {
      call.reply().nil();
      return;
    }
    byte[] key = call.args().bytes(1);
    if (options.expire != 0) {
      long at = Expiry.positive(call, options.expire, options.seconds, options.absolute);
      reply(call, string);
      if (options.absolute && at <= call.now()) {
        call.find(1);
        call.remove(1);
        call.changed(1, GENERIC, "del");
        call.propagate(DEL, key);
      } else {
        call.put(call.find(1), Items.withExpireAt(string, at));
        call.changed(1, GENERIC, "expire");
        call.propagate(PEXPIREAT, key, Numbers.text(at));
      }
      return;
    }
    reply(call, string);
    if (options.persist && Items.expireAt(string) != Items.NEVER) {
      call.put(call.find(1), Items.withExpireAt(string, Items.NEVER));
      call.changed(1, GENERIC, "persist");
      call.propagate(PERSIST, key);
    }
  }

  private static void mGet(Call call) {
    int count = call.args().count();
    call.reply().array(count - 1L);
    for (int i = 1; i < count; i++) {
      Object item = call.read(i);
      reply(call, item != null && Items.isString(item) ? item : null);
    }
  }

  private static void requirePairs(Call call) {
    if (call.args().count() % 2 == 0) {
      throw CommandError.of(
          "ERR wrong number of arguments for '" + call.command().fullName() + "' command");
    }
  }

  private static void mSet(Call call) {
    requirePairs(call);
    putAll(call);
    call.reply().ok();
  }

  private static void mSetNx(Call call) {
    requirePairs(call);
    for (int i = 1; i < call.args().count(); i += 2) {
      if (call.peek(i) != null) {
        call.reply().integer(0);
        return;
      }
    }
    putAll(call);
    call.reply().integer(1);
  }

  private static void putAll(Call call) {
    Args args = call.args();
    for (int i = 1; i < args.count(); i += 2) {
      Object old = call.find(i);
      call.putString(
          i, old, args.buffer(), args.start(i + 1), args.length(i + 1), Items.NEVER, false);
      call.changed(i, STRING, "set");
    }
  }

  private static void strLen(Call call) {
    Object string = call.readString(1);
    call.reply().integer(string == null ? 0 : Items.textLength(string));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
