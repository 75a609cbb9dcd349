package io.sentinelha.server.rdb;

/** The numbers that say what follows. */
final class Types {

  static final int STRING = 0;
  static final int LIST = 1;
  static final int SET = 2;
  static final int ZSET = 3;
  static final int HASH = 4;
  static final int ZSET_2 = 5;
  static final int MODULE = 6;
  static final int MODULE_2 = 7;
  static final int HASH_ZIPMAP = 9;
  static final int LIST_ZIPLIST = 10;
  static final int SET_INTSET = 11;
  static final int ZSET_ZIPLIST = 12;
  static final int HASH_ZIPLIST = 13;
  static final int LIST_QUICKLIST = 14;
  static final int STREAM = 15;
  static final int HASH_LISTPACK = 16;
  static final int ZSET_LISTPACK = 17;
  static final int LIST_QUICKLIST_2 = 18;
  static final int STREAM_2 = 19;
  static final int SET_LISTPACK = 20;
  static final int STREAM_3 = 21;
  static final int HASH_TIMED = 24;
  static final int HASH_TIMED_LISTPACK = 25;

  static final int SLOT_IMPORT = 0xf3;
  static final int SLOT_INFO = 0xf4;
  static final int FUNCTION = 0xf5;
  static final int OLD_FUNCTION = 0xf6;
  static final int MODULE_AUX = 0xf7;
  static final int IDLE = 0xf8;
  static final int FREQUENCY = 0xf9;
  static final int AUX = 0xfa;
  static final int RESIZE = 0xfb;
  static final int EXPIRE_MILLIS = 0xfc;
  static final int EXPIRE_SECONDS = 0xfd;
  static final int SELECT = 0xfe;
  static final int END = 0xff;

  /** Containers of {@link #LIST_QUICKLIST_2}. */
  static final int PLAIN = 1;

  static final int PACKED = 2;

  private Types() {}
}
