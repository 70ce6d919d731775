package dev.torc.cache.model;

/**
 * Asks more than linearizability: that every command takes effect in the moment in which it runs,
 * so that there is one past alone. Where it finds nothing wrong, all histories are linearizable,
 * for that moment lies between the call and the answer. With one past in place of many, far more
 * worlds can be explored.
 */
final class Strict implements History {
  private static final long[] NONE = {};

  @Override
  public long[] readBegins(World world, int gate) {
    return world.history;
  }

  @Override
  public long[] readAnswered(World world, int gate, int value) {
    return world.history[0] == value ? world.history : NONE;
  }

  @Override
  public long[] readEnds(World world, int gate) {
    return world.history;
  }

  @Override
  public long[] writeAnswered(World world, int gate) {
    return History.of(world.gates[gate].value);
  }

  @Override
  public long[] loseSight(World world, int gate) {
    return world.history;
  }

  @Override
  public long[] strayRuns(World world, int gate) {
    return History.of(world.gates[gate].strayValue);
  }

  @Override
  public long[] neverRuns(World world, int slot) {
    return world.history;
  }

  @Override
  public long[] renamed(long[] history, int[] names, boolean exchanged) {
    return history.length == 0 ? history : History.of(names[(int) history[0]]);
  }
}
