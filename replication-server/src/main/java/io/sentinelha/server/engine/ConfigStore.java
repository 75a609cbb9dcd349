package io.sentinelha.server.engine;

import java.io.IOException;

/** The configuration file that the server was started with. */
public interface ConfigStore {

  /** There is none. */
  ConfigStore NONE =
      new ConfigStore() {
        @Override
        public String path() {
          return "";
        }

        @Override
        public void rewrite(Settings settings) {
          throw new IllegalStateException("no file");
        }
      };

  /** Empty if there is none. */
  String path();

  /** Brings the file in line with the settings as they are now; comments and order stay. */
  void rewrite(Settings settings) throws IOException;
}
