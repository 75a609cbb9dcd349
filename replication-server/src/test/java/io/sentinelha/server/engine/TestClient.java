package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A client of a {@link TestEngine}. */
public final class TestClient implements Transport {

  private final Engine engine;
  private final StringBuilder out = new StringBuilder();
  public final Client client;
  public boolean closed;

  /** A client that has just connected. */
  public TestClient(Engine engine) {
    this.engine = engine;
    this.client = engine.clients().open(this);
  }

  /** Runs a command and returns all that the client has been sent since the last call. */
  public String call(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[i].getBytes(ISO_8859_1);
    }
    engine.updateTime();
    engine.executor().execute(client, Args.of(bytes));
    engine.endTurn();
    return received();
  }

  /** As {@link #call}, with the words parted by blanks. */
  public String line(String words) {
    return call(words.split(" "));
  }

  /** All that the client has been sent since the last call. */
  public String received() {
    client.reply().drain();
    String text = out.toString();
    out.setLength(0);
    return text;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    out.append(new String(bytes, from, length, ISO_8859_1));
  }

  @Override
  public void wake() {}

  @Override
  public void resume() {}

  @Override
  public void closeAfterReply() {
    closed = true;
  }

  @Override
  public void close() {
    closed = true;
    engine.clients().close(client);
  }

  @Override
  public String remote() {
    return "127.0.0.1:" + (50_000 + client.id());
  }

  @Override
  public String local() {
    return "127.0.0.1:6379";
  }

  @Override
  public boolean isUnix() {
    return false;
  }

  @Override
  public int descriptor() {
    return 8;
  }

  @Override
  public int queryBytes() {
    return 0;
  }

  @Override
  public int queryFree() {
    return 0;
  }

  @Override
  public long outputBytes() {
    return 0;
  }
}
