package io.sentinelha.server.command;

/**
 * Places as numbers: bits of latitude and longitude by turns, so that places that share their first
 * bits lie in the same square of a grid. Scores of geo sets have 26 bits of each.
 */
final class GeoGrid {

  static final int STEPS = 26;
  static final double EARTH_RADIUS = 6372797.560856;
  static final double MOST_LONGITUDE = 180;

  /** The grid is square in Mercator's projection, which does not reach the poles. */
  static final double MOST_LATITUDE = 85.05112878;

  private static final double RADIANS = Math.PI / 180.0;
  private static final long LATITUDES = 0x5555555555555555L;
  private static final long LONGITUDES = 0xaaaaaaaaaaaaaaaaL;
  private static final String LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int TEXT = 11;

  private GeoGrid() {}

  static boolean isInside(double longitude, double latitude) {
    return Math.abs(longitude) <= MOST_LONGITUDE && Math.abs(latitude) <= MOST_LATITUDE;
  }

  /** The square of a place, in a grid of {@code 2^steps} squares in each direction. */
  static long encode(double longitude, double latitude, int steps) {
    return encode(longitude, latitude, MOST_LATITUDE, steps);
  }

  private static long encode(double longitude, double latitude, double most, int steps) {
    double y = (latitude + most) / (most + most) * (1L << steps);
    double x = (longitude + MOST_LONGITUDE) / (2 * MOST_LONGITUDE) * (1L << steps);
    return spread((long) y & 0xffffffffL) | (spread((long) x & 0xffffffffL) << 1);
  }

  /** Puts a zero between any two bits. */
  private static long spread(long bits) {
    long x = bits;
    x = (x | (x << 16)) & 0x0000ffff0000ffffL;
    x = (x | (x << 8)) & 0x00ff00ff00ff00ffL;
    x = (x | (x << 4)) & 0x0f0f0f0f0f0f0f0fL;
    x = (x | (x << 2)) & 0x3333333333333333L;
    return (x | (x << 1)) & LATITUDES;
  }

  private static long squeeze(long bits) {
    long x = bits & LATITUDES;
    x = (x | (x >>> 1)) & 0x3333333333333333L;
    x = (x | (x >>> 2)) & 0x0f0f0f0f0f0f0f0fL;
    x = (x | (x >>> 4)) & 0x00ff00ff00ff00ffL;
    x = (x | (x >>> 8)) & 0x0000ffff0000ffffL;
    return (x | (x >>> 16)) & 0xffffffffL;
  }

  /** Where a square ends: least longitude and latitude, greatest longitude and latitude. */
  static double[] square(long bits, int steps) {
    double size = 1L << steps;
    long y = squeeze(bits);
    long x = squeeze(bits >>> 1);
    double height = 2 * MOST_LATITUDE;
    double width = 2 * MOST_LONGITUDE;
    return new double[] {
      -MOST_LONGITUDE + x / size * width,
      -MOST_LATITUDE + y / size * height,
      -MOST_LONGITUDE + (x + 1) / size * width,
      -MOST_LATITUDE + (y + 1) / size * height
    };
  }

  /** Longitude and latitude of the place that a score stands for. */
  static double[] place(double score) {
    double[] square = square(unsigned(score), STEPS);
    return new double[] {
      clip((square[0] + square[2]) / 2, MOST_LONGITUDE),
      clip((square[1] + square[3]) / 2, MOST_LATITUDE)
    };
  }

  /**
   * A score as 64 bits without sign. Scores that were not made by GEOADD may be anything; what is
   * too large becomes 0, as where Redis runs mostly (x86-64).
   */
  private static long unsigned(double score) {
    if (score < 0x1p63) {
      return (long) score;
    }
    return score < 0x1p64 ? (long) (score - 0x1p63) ^ Long.MIN_VALUE : 0;
  }

  private static double clip(double value, double most) {
    return Math.max(-most, Math.min(most, value));
  }

  /** The square beside one: so many to the east and to the north, around the globe. */
  static long neighbour(long bits, int steps, int east, int north) {
    int unused = 64 - 2 * steps;
    long x = bits & LONGITUDES;
    long y = bits & LATITUDES;
    if (east != 0) {
      x = move(x, LATITUDES >>> unused, east) & (LONGITUDES >>> unused);
    }
    if (north != 0) {
      y = move(y, LONGITUDES >>> unused, north) & (LATITUDES >>> unused);
    }
    return x | y;
  }

  /** Counts one up or down, across the bits between that belong to the other direction. */
  private static long move(long value, long gaps, int by) {
    return by > 0 ? value + (gaps + 1) : (value | gaps) - (gaps + 1);
  }

  static double radians(double degrees) {
    return degrees * RADIANS;
  }

  static double degrees(double radians) {
    return radians / RADIANS;
  }

  /** Metres between two latitudes. */
  static double latitudeDistance(double one, double other) {
    return EARTH_RADIUS * Math.abs(radians(other) - radians(one));
  }

  /** Metres between two places on a sphere. */
  static double distance(double x1, double y1, double x2, double y2) {
    double v = Math.sin((radians(x2) - radians(x1)) / 2);
    if (v == 0) {
      return latitudeDistance(y1, y2);
    }
    double u = Math.sin((radians(y2) - radians(y1)) / 2);
    double a = u * u + Math.cos(radians(y1)) * Math.cos(radians(y2)) * v * v;
    return 2.0 * EARTH_RADIUS * Math.asin(Math.sqrt(a));
  }

  /** The usual text for a place: the grid with latitudes up to the poles, five bits a letter. */
  static String text(double score) {
    double[] place = place(score);
    long bits = encode(place[0], place[1], 90, STEPS);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < TEXT; i++) {
      text.append(LETTERS.charAt((int) (bits >>> (2 * STEPS - 5 * i)) & 0x1f));
    }
    return text.append('0').toString(); // Two bits are left, which is no letter.
  }
}
