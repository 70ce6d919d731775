package dev.torc.it.placement;

import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Twemproxy, in Debian {@code nutcracker}, in front of servers that answer every {@code get} with
 * the name of the member they stand for.
 *
 * <p>The options are settings of the pool, such as {@code hash} and {@code hash_tag}. A member
 * whose name is a loopback address, with a port or, if that is 11211, without, is configured as
 * {@code host:port:weight}; every other one as {@code host:port:weight name}.
 */
final class NutcrackerOracle implements Oracle {

  @Override
  public String version() throws IOException {
    return ProxyProcess.firstLine("nutcracker", "-V")
        .replace("This is nutcracker-", "twemproxy (nutcracker) ");
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) throws IOException {
    List<MemcachedStub> backends = new ArrayList<>();
    try {
      for (Member member : scenario.members()) {
        backends.add(new MemcachedStub(member));
      }
      try (ProxyProcess proxy =
          ProxyProcess.started(
              folder -> config(folder, scenario.options(), backends), NutcrackerOracle::command)) {
        List<String> owners = new ArrayList<>();
        for (String key : keys) {
          owners.add(owner(proxy, key));
        }
        return owners;
      }
    } finally {
      for (MemcachedStub backend : backends) {
        backend.close();
      }
    }
  }

  private static String config(
      Path folder, Map<String, String> options, List<MemcachedStub> backends) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("pool:\n  listen: \"" + ProxyProcess.socket(folder) + "\"\n");
    yaml.append("  distribution: ketama\n  auto_eject_hosts: false\n  timeout: 10000\n");
    options.forEach((name, value) -> yaml.append("  %s: \"%s\"\n".formatted(name, value)));
    yaml.append("  servers:\n");
    backends.forEach(backend -> yaml.append("    - \"%s\"\n".formatted(backend.configuration())));
    return yaml.toString();
  }

  private static List<String> command(Path folder) {
    // Its statistics cannot be switched off.
    String statistics = Integer.toString(RedisProcess.freePort());
    return List.of(
        "nutcracker",
        "-c",
        ProxyProcess.config(folder).toString(),
        "-p",
        folder.resolve("pid").toString(),
        "-o",
        "/dev/stderr",
        "-a",
        "127.0.0.1",
        "-s",
        statistics);
  }

  private static String owner(ProxyProcess proxy, String key) throws IOException {
    proxy.send("get " + key + "\r\n");
    expect("VALUE " + key + " ", proxy);
    String owner = proxy.readLine();
    expect("END", proxy);
    return owner;
  }

  /** Tells an error, or an answer to another key, from the answer. */
  private static void expect(String start, ProxyProcess proxy) throws IOException {
    String line = proxy.readLine();
    if (!line.startsWith(start)) {
      throw new IOException("answer: " + line + " (expected: " + start + ")");
    }
  }
}
