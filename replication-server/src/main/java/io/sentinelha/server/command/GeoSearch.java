package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.ZSET;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.collection.ZsetValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GEOSEARCH and its older forms: members in a circle or a box. */
final class GeoSearch {

  private enum Form {
    RADIUS,
    RADIUS_BY_MEMBER,
    SEARCH,
    SEARCH_STORE
  }

  private enum Order {
    NONE,
    NEAREST,
    FARTHEST
  }

  private record Found(Slice member, double score, double distance) {}

  private final Call call;
  private final Args args;
  private final Form form;
  private final boolean readOnly;
  private final @Nullable ZsetValue set;
  private double @Nullable [] middle;
  private double unit = 1;
  private double width = -1;
  private double height = -1;
  private boolean fromMember;
  private boolean fromPlace;
  private boolean byRadius;
  private boolean byBox;
  private boolean withDistance;
  private boolean withHash;
  private boolean withPlace;
  private boolean any;
  private long count;
  private Order order = Order.NONE;
  private int store = -1;
  private boolean storeDistance;

  private GeoSearch(Call call, Form form, boolean readOnly) {
    this.call = call;
    this.args = call.args();
    this.form = form;
    this.readOnly = readOnly;
    this.set = call.read(form == Form.SEARCH_STORE ? 2 : 1, ZsetValue.class);
  }

  static void register(Registry registry) {
    registry
        .on("georadius", call -> new GeoSearch(call, Form.RADIUS, false).run())
        .on("georadius_ro", call -> new GeoSearch(call, Form.RADIUS, true).run())
        .on("georadiusbymember", call -> new GeoSearch(call, Form.RADIUS_BY_MEMBER, false).run())
        .on("georadiusbymember_ro", call -> new GeoSearch(call, Form.RADIUS_BY_MEMBER, true).run())
        .on("geosearch", call -> new GeoSearch(call, Form.SEARCH, true).run())
        .on("geosearchstore", call -> new GeoSearch(call, Form.SEARCH_STORE, false).run());
  }

  private void run() {
    parse(begin());
    check();
    if (set == null) {
      if (store >= 0) {
        store(List.of());
      } else {
        call.reply().array(0);
      }
      return;
    }
    if (count > 0 && order == Order.NONE && !any) {
      order = Order.NEAREST;
    }
    List<Found> found = search(set);
    Comparator<Found> nearest = Comparator.comparingDouble(Found::distance);
    boolean some = count > 0 && count < found.size();
    if (order != Order.NONE) {
      Comparator<Found> wanted = order == Order.NEAREST ? nearest : nearest.reversed();
      if (some) {
        PartialSort.first(found, wanted, (int) count);
      } else {
        found.sort(wanted);
      }
    }
    List<Found> told = some ? found.subList(0, (int) count) : found;
    if (store >= 0) {
      store(told);
    } else {
      reply(told);
    }
  }

  // --- The request ---

  private boolean isSearch() {
    return form == Form.SEARCH || form == Form.SEARCH_STORE;
  }

  /** Reads what stands at fixed places; returns where the options begin. */
  private int begin() {
    switch (form) {
      case RADIUS -> {
        middle = GeoCommands.place(args, 2);
        radius(4);
        return 6;
      }
      case RADIUS_BY_MEMBER -> {
        if (set != null) {
          member(set, 2);
          radius(3);
        }
        return 5;
      }
      case SEARCH_STORE -> {
        store = 1;
        return 3;
      }
      default -> {
        return 2;
      }
    }
  }

  private void member(ZsetValue places, int at) {
    double score = places.score(args.slice(at));
    if (Double.isNaN(score)) {
      throw CommandError.of("ERR could not decode requested zset member");
    }
    middle = GeoGrid.place(score);
  }

  private void radius(int at) {
    width = Floats.strict(args.slice(at), CommandError.of("ERR need numeric radius"));
    if (width < 0) {
      throw CommandError.of("ERR radius cannot be negative");
    }
    unit = GeoCommands.unit(args, at + 1);
    height = -1;
  }

  private void box(int at) {
    width = Floats.strict(args.slice(at), CommandError.of("ERR need numeric width"));
    height = Floats.strict(args.slice(at + 1), CommandError.of("ERR need numeric height"));
    if (width < 0 || height < 0) {
      throw CommandError.of("ERR height or width cannot be negative");
    }
    unit = GeoCommands.unit(args, at + 2);
  }

  private void parse(int from) {
    int i = from;
    while (i < args.count()) {
      i += isSearch() && isPlaceOption(i) ? placeOption(i) : option(i);
    }
  }

  private boolean isPlaceOption(int at) {
    return args.is(at, "FROMMEMBER")
        || args.is(at, "FROMLONLAT")
        || args.is(at, "BYRADIUS")
        || args.is(at, "BYBOX");
  }

  /** Reads an option that says where to search; returns how many arguments it has. */
  private int placeOption(int at) {
    int more = args.count() - at - 1;
    if (args.is(at, "FROMMEMBER") && more >= 1 && !fromPlace) {
      if (set != null) {
        member(set, at + 1);
      }
      fromMember = true;
      return 2;
    } else if (args.is(at, "FROMLONLAT") && more >= 2 && !fromMember) {
      middle = GeoCommands.place(args, at + 1);
      fromPlace = true;
      return 3;
    } else if (args.is(at, "BYRADIUS") && more >= 2 && !byBox) {
      radius(at + 1);
      byRadius = true;
      return 3;
    } else if (args.is(at, "BYBOX") && more >= 3 && !byRadius) {
      box(at + 1);
      byBox = true;
      return 4;
    }
    throw CommandError.SYNTAX;
  }

  private int option(int at) {
    boolean more = at + 1 < args.count();
    if (args.is(at, "WITHDIST")) {
      withDistance = true;
    } else if (args.is(at, "WITHHASH")) {
      withHash = true;
    } else if (args.is(at, "WITHCOORD")) {
      withPlace = true;
    } else if (args.is(at, "ANY")) {
      any = true;
    } else if (args.is(at, "ASC")) {
      order = Order.NEAREST;
    } else if (args.is(at, "DESC")) {
      order = Order.FARTHEST;
    } else if (args.is(at, "STOREDIST") && form == Form.SEARCH_STORE) {
      storeDistance = true;
    } else if (args.is(at, "COUNT") && more) {
      count = args.number(at + 1);
      if (count <= 0) {
        throw CommandError.of("ERR COUNT must be > 0");
      }
      return 2;
    } else if ((args.is(at, "STORE") || args.is(at, "STOREDIST"))
        && more
        && !isSearch()
        && !readOnly) {
      store = at + 1;
      storeDistance = args.is(at, "STOREDIST");
      return 2;
    } else {
      throw CommandError.SYNTAX;
    }
    return 1;
  }

  private void check() {
    if (store >= 0 && (withDistance || withHash || withPlace)) {
      throw CommandError.of(
          "ERR "
              + (isSearch() ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
              + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    }
    if (isSearch() && !fromMember && !fromPlace) {
      throw CommandError.latin(
          "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + args.printed(0));
    }
    if (isSearch() && !byRadius && !byBox) {
      throw CommandError.latin(
          "ERR exactly one of BYRADIUS and BYBOX can be specified for " + args.printed(0));
    }
    if (any && count == 0) {
      throw CommandError.of("ERR the ANY argument requires COUNT argument");
    }
  }

  // --- The search ---

  private List<Found> search(ZsetValue places) {
    List<Found> found = new ArrayList<>();
    if (middle == null) {
      return found;
    }
    GeoArea area =
        new GeoArea(middle[0], middle[1], width * unit, height < 0 ? height : height * unit);
    long enough = any ? count : Long.MAX_VALUE;
    for (long[] range : area.ranges()) {
      ZsetValue.Cursor cursor = places.cursor(places.below((double) range[0], false), false);
      while (found.size() < enough && cursor.next() && cursor.score() < (double) range[1]) {
        double[] place = GeoGrid.place(cursor.score());
        double distance = area.distance(place[0], place[1]);
        if (!Double.isNaN(distance)) {
          found.add(new Found(Slice.of(cursor.member().toArray()), cursor.score(), distance));
        }
      }
    }
    return found;
  }

  // --- The answer ---

  private void reply(List<Found> told) {
    Reply reply = call.reply();
    reply.array(told.size());
    int options = (withDistance ? 1 : 0) + (withHash ? 1 : 0) + (withPlace ? 1 : 0);
    for (Found each : told) {
      if (options > 0) {
        reply.array(options + 1L);
      }
      reply.bulk(each.member());
      if (withDistance) {
        GeoCommands.distance(reply, each.distance() / unit);
      }
      if (withHash) {
        reply.integer((long) each.score());
      }
      if (withPlace) {
        GeoCommands.place(reply, GeoGrid.place(each.score()));
      }
    }
  }

  private void store(List<Found> told) {
    if (!told.isEmpty()) {
      ZsetValue result = new ZsetValue(call.engine().forms());
      for (Found each : told) {
        result.put(storeDistance ? each.distance() / unit : each.score(), each.member());
      }
      call.store(store, result);
      String event = isSearch() ? "geosearchstore" : "georadiusstore";
      call.changed(store, ZSET, event, told.size());
    } else if (call.find(store) != null) {
      call.remove(store);
      call.changed(store, GENERIC, "del");
    }
    call.reply().integer(told.size());
  }
}
