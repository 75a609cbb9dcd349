package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Notice;

/** Reads what notices are about. Notices are rare, so this may take its time. */
final class Words {

  private Words() {}

  /**
   * The primary that a notice is about: the name behind {@code master} or behind {@code @}, or the
   * first word of {@code +switch-master}.
   */
  static String group(Notice notice) {
    String[] words = notice.details().split(" ", -1);
    for (int i = 0; i + 1 < words.length; i++) {
      if (words[i].equals("@")) {
        return words[i + 1];
      }
    }
    return words[0].equals("master") ? words[1] : words[0];
  }

  /** The node that a notice is about: {@code slave name ip port ...}. */
  static Endpoint node(Notice notice) {
    String[] words = notice.details().split(" ", -1);
    return new Endpoint(words[2], Integer.parseInt(words[3]));
  }
}
