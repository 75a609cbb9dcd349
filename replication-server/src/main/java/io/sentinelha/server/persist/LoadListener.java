package io.sentinelha.server.persist;

import java.util.Map;

/** Is told what was found when the dump was loaded at the start. On the engine's thread. */
public interface LoadListener {

  /** Nobody. */
  LoadListener NONE =
      new LoadListener() {
        @Override
        public void expired(int database, byte[] key) {}

        @Override
        public void loaded(Map<String, String> notes) {}
      };

  /** A key was left out, because its time is over. */
  void expired(int database, byte[] key);

  /** All was loaded. The notes are what the dump says of itself. */
  void loaded(Map<String, String> notes);
}
