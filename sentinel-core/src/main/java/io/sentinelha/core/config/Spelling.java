package io.sentinelha.core.config;

/** How alike two words are. */
final class Spelling {

  private Spelling() {}

  /** Whether one word may be a slip of the pen for the other. */
  static boolean isNear(String from, String to) {
    int tolerance = from.length() < 6 ? 1 : from.length() / 4;
    return Math.abs(from.length() - to.length()) <= tolerance && distance(from, to) <= tolerance;
  }

  /** How many characters must be changed, added, left out or swapped with their neighbour. */
  static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, from, to, i, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int fewest(int[][] steps, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int best = steps[i - 1][j - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
  }
}
