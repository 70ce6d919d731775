package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * nginx with {@code hash $http_x_key consistent}. Members are named as in a {@code server} line,
 * and need not exist: which one was chosen is read from the debug log, since what nginx calls
 * {@code $upstream_addr} is the resolved address and not the name that is hashed.
 */
final class NginxOracle implements Oracle {
  private static final String KEY = "upstream hash key:\"";
  private static final String POINT = ", server:\"";
  private static final String ROUND_ROBIN = " get rr peer, try: ";

  @Override
  public String version() throws IOException {
    return ProxyProcess.firstLine("nginx", "-v").replace("nginx version: nginx/", "nginx ");
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) throws IOException {
    if (!scenario.options().isEmpty()) {
      throw new IllegalArgumentException("nginx has no options: " + scenario.options());
    }
    try (KeyedProxy nginx =
        new KeyedProxy(folder -> config(folder, scenario.members()), NginxOracle::command)) {
      for (String key : keys) {
        nginx.ask(key);
      }
      return owners(log(nginx.folder()), scenario.members(), keys);
    }
  }

  private static List<String> command(Path folder) {
    return List.of(
        "nginx", "-p", folder + "/", "-c", ProxyProcess.config(folder).toString(), "-e", "stderr");
  }

  private static Path log(Path folder) {
    return folder.resolve("log");
  }

  private static String config(Path folder, List<Member> members) {
    StringBuilder servers = new StringBuilder();
    for (Member member : members) {
      // Nothing listens there: a refusal must not make nginx avoid the member the next time.
      servers.append(
          "    server %s weight=%d max_fails=0;\n".formatted(member.name(), member.weight()));
    }
    return """
    daemon off;
    master_process off;
    pid %1$s/pid;
    error_log %2$s debug_http;
    events { worker_connections 32; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      keepalive_requests 1000000;
      upstream ring {
        hash $http_x_key consistent;
    %3$s
      }
      server {
        listen unix:%4$s;
        location / {
          proxy_pass http://ring;
          proxy_next_upstream off;
          proxy_connect_timeout 5s;
          proxy_read_timeout 5s;
        }
      }
    }
    """
        .formatted(folder, log(folder), servers, ProxyProcess.socket(folder));
  }

  /** Each request logs the key that nginx hashes, then the server of the point it finds. */
  private static List<String> owners(Path log, List<Member> members, List<String> keys)
      throws IOException {
    List<String> hashed = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (String line : new String(Files.readAllBytes(log), UTF_8).split("\n", -1)) {
      if (line.contains(KEY)) {
        hashed.add(quoted(line, KEY));
      } else if (line.contains(" consistent hash peer:")) {
        owners.add(quoted(line, POINT));
      } else if (line.contains(ROUND_ROBIN) && members.size() == 1) {
        owners.add(members.getFirst().name()); // nginx does not hash for a single address
      }
    }
    if (!hashed.equals(keys) || owners.size() != keys.size()) {
      throw new IOException(
          "%d keys, hashed %d, chosen %d, or some were altered"
              .formatted(keys.size(), hashed.size(), owners.size()));
    }
    return owners;
  }

  private static String quoted(String line, String before) {
    return line.substring(line.indexOf(before) + before.length(), line.lastIndexOf('"'));
  }
}
