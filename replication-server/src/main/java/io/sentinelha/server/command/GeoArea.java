package io.sentinelha.server.command;

import java.util.ArrayList;
import java.util.List;

/**
 * A circle or a box on the globe, and the squares of the grid that cover it.
 *
 * @param longitude of the middle
 * @param width of a box, or the radius of a circle, in metres
 * @param height of a box; negative for a circle
 */
record GeoArea(double longitude, double latitude, double width, double height) {

  /** Half of the length of the equator in the projection that the grid has. */
  private static final double MERCATOR_MAX = 20037726.37;

  /** Beyond these latitudes squares are that much narrower. */
  private static final double FAR = 66;

  private static final double FARTHEST = 80;

  static GeoArea circle(double longitude, double latitude, double radius) {
    return new GeoArea(longitude, latitude, radius, -1);
  }

  private boolean isCircle() {
    return height < 0;
  }

  /** How far a place is from the middle; NaN if it is not inside. */
  double distance(double x, double y) {
    if (isCircle()) {
      double distance = GeoGrid.distance(longitude, latitude, x, y);
      return distance > width ? Double.NaN : distance;
    }
    if (GeoGrid.latitudeDistance(y, latitude) > height / 2
        || GeoGrid.distance(x, y, longitude, y) > width / 2) {
      return Double.NaN;
    }
    return GeoGrid.distance(longitude, latitude, x, y);
  }

  /** Where the area ends: least longitude and latitude, greatest longitude and latitude. */
  private double[] bounds() {
    double up = isCircle() ? width : height / 2;
    double aside = isCircle() ? width : width / 2;
    double latitudes = GeoGrid.degrees(up / GeoGrid.EARTH_RADIUS);
    // The side that is farther from the equator spans more degrees.
    double edge = latitude < 0 ? latitude - latitudes : latitude + latitudes;
    double longitudes =
        GeoGrid.degrees(aside / GeoGrid.EARTH_RADIUS / Math.cos(GeoGrid.radians(edge)));
    return new double[] {
      longitude - longitudes, latitude - latitudes, longitude + longitudes, latitude + latitudes
    };
  }

  /**
   * Ranges of scores that cover the area, in the order in which they are searched: least score and
   * the one behind the greatest.
   */
  List<long[]> ranges() {
    double[] bounds = bounds();
    double radius =
        isCircle() ? width : Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2));
    int steps = steps(radius);
    long middle = GeoGrid.encode(longitude, latitude, steps);
    if (steps > 1 && !covers(bounds, middle, steps)) {
      steps--;
      middle = GeoGrid.encode(longitude, latitude, steps);
    }
    double[] square = GeoGrid.square(middle, steps);
    boolean south = steps < 2 || square[1] >= bounds[1];
    boolean north = steps < 2 || square[3] <= bounds[3];
    boolean west = steps < 2 || square[0] >= bounds[0];
    boolean east = steps < 2 || square[2] <= bounds[2];
    List<long[]> ranges = new ArrayList<>();
    long last = -1;
    int[][] moves = {{0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}};
    boolean first = true;
    for (int[] move : moves) {
      boolean needed =
          (move[0] >= 0 || west)
              && (move[0] <= 0 || east)
              && (move[1] >= 0 || south)
              && (move[1] <= 0 || north);
      long bits = GeoGrid.neighbour(middle, steps, move[0], move[1]);
      if (!needed || (!first && last == bits && ranges.size() > 1)) {
        continue;
      }
      int shift = 2 * (GeoGrid.STEPS - steps);
      ranges.add(new long[] {bits << shift, (bits + 1) << shift});
      last = bits;
      first = false;
    }
    return ranges;
  }

  /** How fine the grid may be so that nine squares cover it. */
  private int steps(double radius) {
    if (radius == 0) {
      return GeoGrid.STEPS;
    }
    int steps = 1;
    for (double range = radius; range < MERCATOR_MAX; range *= 2) {
      steps++;
    }
    steps -= 2;
    double north = Math.abs(latitude);
    steps -= north > FARTHEST ? 2 : north > FAR ? 1 : 0;
    return Math.max(1, Math.min(GeoGrid.STEPS, steps));
  }

  private static boolean covers(double[] bounds, long middle, int steps) {
    return GeoGrid.square(GeoGrid.neighbour(middle, steps, 0, 1), steps)[3] >= bounds[3]
        && GeoGrid.square(GeoGrid.neighbour(middle, steps, 0, -1), steps)[1] <= bounds[1]
        && GeoGrid.square(GeoGrid.neighbour(middle, steps, 1, 0), steps)[2] >= bounds[2]
        && GeoGrid.square(GeoGrid.neighbour(middle, steps, -1, 0), steps)[0] <= bounds[0];
  }
}
