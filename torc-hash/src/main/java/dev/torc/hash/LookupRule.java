package dev.torc.hash;

/** Which point a hash belongs to. */
enum LookupRule {
  /** The first point at or after it, wrapping past the end: nearly everybody's. */
  CEILING {
    @Override
    Arcs arcs(long[] points, int[] owners) {
      return new Arcs(points, owners);
    }
  },

  /** As {@link #CEILING}, but what lies past the last point belongs to the last one. */
  CEILING_OR_LAST {
    @Override
    Arcs arcs(long[] points, int[] owners) {
      long[] lasts = points.clone();
      if (lasts.length > 0) {
        lasts[lasts.length - 1] = Long.MAX_VALUE;
      }
      return new Arcs(lasts, owners);
    }
  },

  /** The nearer one of the point at or after it and the one before that; the latter if equal. */
  NEAREST {
    @Override
    Arcs arcs(long[] points, int[] owners) {
      int size = points.length;
      long[] lasts = new long[size];
      for (int i = 0; i < size; i++) {
        long next = points[i + 1 == size ? 0 : i + 1];
        lasts[i] = points[i] + ((next - points[i]) >>> 1);
      }
      boolean lastReachesOver = size > 1 && lasts[size - 1] < points[size - 1];
      return lastReachesOver
          ? new Arcs(lastFirst(lasts), lastFirst(owners))
          : new Arcs(lasts, owners);
    }
  };

  /**
   * The arcs of points.
   *
   * @param points flipped and ascending, not to be changed
   * @param owners beside them
   */
  abstract Arcs arcs(long[] points, int[] owners);

  private static long[] lastFirst(long[] values) {
    long[] rotated = new long[values.length];
    System.arraycopy(values, 0, rotated, 1, values.length - 1);
    rotated[0] = values[values.length - 1];
    return rotated;
  }

  private static int[] lastFirst(int[] values) {
    int[] rotated = new int[values.length];
    System.arraycopy(values, 0, rotated, 1, values.length - 1);
    rotated[0] = values[values.length - 1];
    return rotated;
  }
}
