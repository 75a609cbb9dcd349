package io.sentinelha.server.engine;

/** Of clients that are no connections: whoever replays a file. What they are sent goes nowhere. */
public final class NoTransport implements Transport {

  public NoTransport() {}

  @Override
  public void write(byte[] bytes, int from, int length) {}

  @Override
  public void wake() {}

  @Override
  public void resume() {}

  @Override
  public void closeAfterReply() {}

  @Override
  public void close() {}

  @Override
  public String remote() {
    return "?:0";
  }

  @Override
  public String local() {
    return "?:0";
  }

  @Override
  public boolean isUnix() {
    return false;
  }

  @Override
  public int descriptor() {
    return -1;
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
