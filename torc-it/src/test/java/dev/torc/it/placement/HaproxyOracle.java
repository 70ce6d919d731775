package dev.torc.it.placement;

import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * HAProxy with {@code balance hdr(x-key)} and {@code hash-type consistent}. Members are named as
 * servers are, which says nothing about their place: that depends on their ids, by default 1, 2, …
 * in the order of the configuration.
 *
 * <p>Options: {@code hash} is the hash function of the keys; {@code avalanche=true} adds the
 * modifier; {@code ids=5;9;12} sets the id of each server; {@code hash-key}, of HAProxy 3.0 and
 * later, makes the place depend on the address, which then is the name: a loopback address, with a
 * port that is free. A weight may be 0. A key must not have commas in it, since HAProxy takes them
 * to separate the values of a header, and hashes the first.
 */
final class HaproxyOracle implements Oracle {
  @Override
  public String version() throws IOException {
    return ProxyProcess.firstLine("haproxy", "-v")
        .replaceFirst("^HAProxy version (\\S+).*", "HAProxy $1");
  }

  /** What Torc calls it: the points of 3.0, Debian 13's, are not those of 2.x nor of 3.2.7. */
  String dialect() throws IOException {
    return version().startsWith("HAProxy 3.0.") ? "haproxy-3.0" : "haproxy";
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) throws IOException {
    try (KeyedProxy haproxy =
        new KeyedProxy(folder -> config(folder, scenario), HaproxyOracle::command)) {
      List<String> owners = new ArrayList<>();
      for (String key : keys) {
        String owner = haproxy.ask(key).get("x-owner");
        if (owner == null) {
          throw new IOException("no server has answered for " + key);
        }
        owners.add(owner);
      }
      return owners;
    }
  }

  private static List<String> command(Path folder) {
    return List.of("haproxy", "-db", "-f", ProxyProcess.config(folder).toString());
  }

  private static String config(Path folder, PlacementScenario scenario) {
    return """
    global
      nbthread 1
    defaults
      mode http
      timeout connect 5s
      timeout client 60s
      timeout server 5s
    frontend keys
      bind unix@%s
      default_backend ring
    backend ring
      balance hdr(x-key)
      hash-type consistent %s
      http-response set-header x-owner %%[srv_name]
    %s
    frontend server
      bind %s
      http-request return status 200
    """
        .formatted(
            ProxyProcess.socket(folder),
            hashType(scenario),
            servers(folder, scenario),
            String.join(",", addresses(folder, scenario)));
  }

  private static String hashType(PlacementScenario scenario) {
    String hash = scenario.option("hash", "");
    return Boolean.parseBoolean(scenario.option("avalanche", "")) ? hash + " avalanche" : hash;
  }

  /**
   * Where the servers are. One socket does for all unless their addresses are hashed: the answers
   * tell which of them HAProxy believes it has reached.
   */
  private static List<String> addresses(Path folder, PlacementScenario scenario) {
    return scenario.option("hash-key", "id").equals("id")
        ? List.of("unix@" + folder.resolve("servers.sock"))
        : scenario.members().stream().map(Member::name).toList();
  }

  private static String servers(Path folder, PlacementScenario scenario) {
    List<String> addresses = addresses(folder, scenario);
    String ids = scenario.options().get("ids");
    String hashKey = scenario.options().get("hash-key");
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < scenario.members().size(); i++) {
      Member member = scenario.members().get(i);
      String address = addresses.get(i % addresses.size());
      servers.append("  server %s %s weight %d".formatted(member.name(), address, member.weight()));
      if (ids != null) {
        servers.append(" id ").append(ids.split(";", -1)[i]);
      }
      if (hashKey != null) {
        servers.append(" hash-key ").append(hashKey);
      }
      servers.append('\n');
    }
    return servers.toString();
  }
}
