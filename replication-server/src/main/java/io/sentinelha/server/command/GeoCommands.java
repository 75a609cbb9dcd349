package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.ZSET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.LongDouble;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.collection.ZsetValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Places as members of sorted sets. Searching is in {@link GeoSearch}. */
final class GeoCommands implements CommandFamily {

  private static final byte[] ZADD = "zadd".getBytes(ISO_8859_1);

  GeoCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(GeoCommands.class, "geo.txt")
        .on("geoadd", GeoCommands::add)
        .on("geodist", GeoCommands::distance)
        .on("geohash", GeoCommands::hash)
        .on("geopos", GeoCommands::position);
    GeoSearch.register(registry);
  }

  // --- Shared ---

  /** Longitude and latitude from two arguments. */
  static double[] place(Args args, int at) {
    double x = Floats.strict(args.slice(at), CommandError.NOT_A_FLOAT);
    double y = Floats.strict(args.slice(at + 1), CommandError.NOT_A_FLOAT);
    if (!GeoGrid.isInside(x, y)) {
      throw CommandError.of(
          "ERR invalid longitude,latitude pair " + sixDigits(x) + "," + sixDigits(y));
    }
    return new double[] {x, y};
  }

  private static String sixDigits(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String digits = String.format(Locale.ROOT, "%.6f", new BigDecimal(Math.abs(value)));
    return Double.doubleToRawLongBits(value) < 0 ? "-" + digits : digits;
  }

  /** Metres of a unit. */
  static double unit(Args args, int at) {
    if (args.is(at, "m")) {
      return 1;
    } else if (args.is(at, "km")) {
      return 1000;
    } else if (args.is(at, "ft")) {
      return 0.3048;
    } else if (args.is(at, "mi")) {
      return 1609.34;
    }
    throw CommandError.of("ERR unsupported unit provided. please use M, KM, FT, MI");
  }

  /** A distance with four digits behind the point. */
  static void distance(Reply reply, double value) {
    long scaled = (long) Math.rint(value * 10_000);
    String digits = String.format(Locale.ROOT, "%05d", scaled);
    int point = digits.length() - 4;
    reply.bulk(digits.substring(0, point) + "." + digits.substring(point));
  }

  static void place(Reply reply, double[] place) {
    reply.array(2);
    for (double each : place) {
      byte[] text = LongDouble.of(each).text().getBytes(ISO_8859_1);
      if (reply.isResp3()) {
        reply.raw(new byte[] {','}).raw(text).raw(new byte[] {'\r', '\n'});
      } else {
        reply.bulk(text);
      }
    }
  }

  // --- GEOADD ---

  private static void add(Call call) {
    Args args = call.args();
    boolean onlyNew = false;
    boolean onlyOld = false;
    boolean countChanged = false;
    int at = 2;
    for (; at < args.count(); at++) {
      if (args.is(at, "NX")) {
        onlyNew = true;
      } else if (args.is(at, "XX")) {
        onlyOld = true;
      } else if (args.is(at, "CH")) {
        countChanged = true;
      } else {
        break;
      }
    }
    int count = args.count() - at;
    if (count % 3 != 0 || (onlyNew && onlyOld)) {
      throw CommandError.SYNTAX;
    }
    List<byte[]> instead = new ArrayList<>();
    instead.add(ZADD);
    for (int i = 1; i < at; i++) {
      instead.add(args.bytes(i));
    }
    long[] scores = new long[count / 3];
    for (int i = 0; i < scores.length; i++) {
      double[] place = place(args, at + 3 * i);
      scores[i] = GeoGrid.encode(place[0], place[1], GeoGrid.STEPS);
      instead.add(Numbers.text(scores[i]));
      instead.add(args.bytes(at + 3 * i + 2));
    }
    if (scores.length == 0) {
      throw CommandError.SYNTAX;
    }
    ZsetValue set = call.write(1, ZsetValue.class);
    if (set == null && !onlyOld) {
      set = new ZsetValue(call.engine().forms());
      call.add(1, set);
    }
    int added = 0;
    int updated = 0;
    for (int i = 0; set != null && i < scores.length; i++) {
      Slice member = args.slice(at + 3 * i + 2);
      double before = set.score(member);
      boolean isNew = Double.isNaN(before);
      if (isNew ? onlyOld : onlyNew || before == (double) scores[i]) {
        continue;
      }
      set.put((double) scores[i], member);
      added += isNew ? 1 : 0;
      updated += isNew ? 0 : 1;
    }
    if (added + updated > 0) {
      call.changed(1, ZSET, "zadd", (long) added + updated);
      call.engine().keys().ready(call.db(), args.bytes(1));
      call.propagate(instead.toArray(byte[][]::new));
    }
    call.reply().integer(countChanged ? added + updated : added);
  }

  // --- Looking places up ---

  private static double score(@Nullable ZsetValue set, Slice member) {
    return set == null ? Double.NaN : set.score(member);
  }

  private static void hash(Call call) {
    ZsetValue set = call.read(1, ZsetValue.class);
    int count = call.args().count();
    call.reply().array(count - 2L);
    for (int i = 2; i < count; i++) {
      double score = score(set, call.args().slice(i));
      if (Double.isNaN(score)) {
        call.reply().nil();
      } else {
        call.reply().bulk(GeoGrid.text(score));
      }
    }
  }

  private static void position(Call call) {
    ZsetValue set = call.read(1, ZsetValue.class);
    int count = call.args().count();
    call.reply().array(count - 2L);
    for (int i = 2; i < count; i++) {
      double score = score(set, call.args().slice(i));
      if (Double.isNaN(score)) {
        call.reply().nilArray();
      } else {
        place(call.reply(), GeoGrid.place(score));
      }
    }
  }

  private static void distance(Call call) {
    Args args = call.args();
    double unit = 1;
    if (args.count() == 5) {
      unit = unit(args, 4);
    } else if (args.count() > 5) {
      throw CommandError.SYNTAX;
    }
    ZsetValue set = call.read(1, ZsetValue.class);
    double first = score(set, args.slice(2));
    double second = score(set, args.slice(3));
    if (Double.isNaN(first) || Double.isNaN(second)) {
      call.reply().nil();
      return;
    }
    double[] one = GeoGrid.place(first);
    double[] other = GeoGrid.place(second);
    distance(call.reply(), GeoGrid.distance(one[0], one[1], other[0], other[1]) / unit);
  }
}
