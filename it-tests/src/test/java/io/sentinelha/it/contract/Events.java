package io.sentinelha.it.contract;

import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a supervisor publishes, as a subscriber to everything hears it, cut into pieces between
 * steps. A change of a setting marks the end of a piece: it is published behind whatever the step
 * caused.
 */
final class Events implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int FIRST_MARK = 60_001;

  /** Events that come at moments of their own, and why they are left out. */
  private static final List<Pattern> NOISE =
      List.of(
          // Peers that a test made up go down when their time has come.
          Pattern.compile("[+-]sdown sentinel .*"),
          // Told by the node's next INFO, which each side asks for at its own moment.
          Pattern.compile("[+-]role-change .*"),
          // Where a test makes every pause too long, as often as each side looks at the clock.
          Pattern.compile("[+-]tilt .*"));

  private final Side side;
  private final RespClient subscriber;
  private final RespClient orders;
  private int mark = FIRST_MARK;

  Events(Side side) throws IOException {
    this.side = side;
    this.subscriber = new RespClient(side.port(), PATIENCE_MILLIS);
    this.orders = new RespClient(side.port(), PATIENCE_MILLIS);
    subscriber.send("PSUBSCRIBE", "*");
    subscriber.receive(PATIENCE_MILLIS);
  }

  /** What was published since the last call, without noise, masked. */
  List<String> take() throws IOException {
    List<String> heard = new ArrayList<>();
    // What the step caused may wait for the disk. A setting that is confirmed waited as well, so
    // all of that was published before the second mark.
    setMark();
    setMark();
    String end = "failover-timeout " + mark;
    for (String event = next(); !event.endsWith(end); event = next()) {
      if (!event.contains("failover-timeout " + (mark - 1)) && !isNoise(event)) {
        heard.add(side.masking().apply(event));
      }
    }
    return heard;
  }

  private void setMark() throws IOException {
    mark++;
    String value = Integer.toString(mark);
    RespValue done = orders.call("SENTINEL", "SET", "mymaster", "failover-timeout", value);
    if (!RespClient.text(done).equals("OK")) {
      throw new IOException("no mark was set: " + done);
    }
  }

  /** Waits for an event, and tells what was published up to it, without noise, masked. */
  List<String> await(String beginning) throws IOException {
    List<String> heard = new ArrayList<>();
    String event;
    do {
      event = next();
      if (!isNoise(event) || event.startsWith(beginning)) {
        heard.add(side.masking().apply(event));
      }
    } while (!event.startsWith(beginning));
    return heard;
  }

  private String next() throws IOException {
    List<RespValue> message = RespClient.elements(subscriber.receive(PATIENCE_MILLIS));
    return RespClient.text(message.get(2)) + " " + RespClient.text(message.get(3));
  }

  private static boolean isNoise(String event) {
    return NOISE.stream().anyMatch(pattern -> pattern.matcher(event).matches());
  }

  @Override
  public void close() {
    subscriber.close();
    orders.close();
  }
}
