package dev.torc.testkit;

/** The names that spymemcached hashes in place of those it is configured with. */
public final class SpymemcachedNames {
  private SpymemcachedNames() {}

  /**
   * The scenario with the names that are hashed: others only with the option {@code
   * format=libmemcached}, where {@code host/ip:port} is {@code host:port}, without the port if it
   * is 11211 ({@code KetamaNodeKeyFormatter} of spymemcached 2.12.3).
   */
  public static PlacementScenario hashed(PlacementScenario scenario) {
    return scenario.option("format", "").equals("libmemcached")
        ? scenario.renamed(name -> name.replaceFirst("/[^:]*", "").replaceFirst(":11211$", ""))
        : scenario;
  }
}
