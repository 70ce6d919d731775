package dev.torc.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records with unions, flat parts, fields of another program and errors below them. */
final class Routing {
  private Routing() {}

  @Foreign({"cache", "adminPort"})
  @Doc("A routing table.")
  record Table(
      @Doc("Where requests go.") @Default("[]") List<Backend> backends,
      @Doc("What goes there.") @Default("{}") Map<String, Route> routes) {
    Table {
      FieldErrors errors = new FieldErrors();
      routes.forEach((name, route) -> {
        for (int i = 0; i < route.targets().size(); i++) {
          if (route.targets().get(i) >= backends.size()) {
            errors.add("no such backend", "routes", name, "targets", i);
          }
        }
      });
      errors.throwIfAny();
    }
  }

  @Doc("A group of servers.")
  record Backend(
      @Flat Service service,
      @Doc("Their port.") @Nullable @Range(min = 1, max = 65535) Integer port,
      @Doc("Its share.") @Default("1") @Range(min = 0) int weight,
      @Doc("Which server.") @Default("{type: RoundRobin}") @Key("lb") Balancing balancing) {
    Backend {
      FieldErrors errors = new FieldErrors();
      if (weight == 13) {
        errors.add("13 (expected: luck)", "weight");
        errors.add("\"13\" (expected: luck)", "service", "name");
      }
      if (port == null && balancing instanceof RingHash) {
        errors.add("none (expected: a port)", "port");
      }
      if (balancing instanceof RingHash ring && ring.minRingSize() == 13) {
        errors.add("13 (expected: luck)", "balancing", "minRingSize");
        errors.add("unlucky");
      }
      errors.throwIfAny();
    }
  }

  @Doc("Where servers are listed.")
  @Union
  sealed interface Service permits Kube, Dns, Static {}

  @Doc("A Kubernetes service.")
  @Variant("kube")
  record Kube(
      @Doc("The service.") String name, @Doc("Its namespace.") @Default("default") String namespace)
      implements Service {}

  @Variant(value = "dns", aliases = "StrictDns")
  record Dns(
      @Doc("The host.") String host, @Doc("How long an answer holds.") @Default("30s") Duration ttl)
      implements Service {}

  @Variant("static")
  record Static(@Doc("The addresses.") List<HostPort> addresses) implements Service {}

  @Doc("How a server is chosen.")
  @Union
  sealed interface Balancing permits RoundRobin, RingHash, Maglev {}

  @Doc("Each in turn.")
  @Variant("RoundRobin")
  record RoundRobin() implements Balancing {}

  @Doc("A ring of points.")
  @Variant(
      value = "RingHash",
      aliases = {"RING_HASH_LB", "ketama"})
  record RingHash(
      @Doc("The least number of points.") @Default("1024") @Range(min = 1) int minRingSize,
      @Doc("The greatest number of points.") @Nullable Integer maxRingSize,
      @Doc("What is hashed.") @Default("[]") List<Source> sources)
      implements Balancing {}

  @Variant("Maglev")
  record Maglev(@Doc("A prime.") @Default("65537") int tableSize) implements Balancing {}

  @Doc("A part of a request.")
  @Union("from")
  sealed interface Source permits Header, Address {}

  @Variant("header")
  record Header(@Doc("Its name.") String name) implements Source {}

  @Variant("address")
  record Address() implements Source {}

  @Doc("Which requests, and where to.")
  record Route(
      @Doc("The path.") @Nullable PathMatch path,
      @Flat Limits limits,
      @Doc("Indexes of backends.") @Default("[]") List<Integer> targets) {}

  @Doc("A path.")
  @Union(value = "matchType", otherwise = "exact")
  sealed interface PathMatch permits Exact, Prefix {}

  @Variant("Exact")
  record Exact(@Doc("All of it.") String value) implements PathMatch {}

  @Variant("Prefix")
  record Prefix(
      @Doc("Its start.") String value,
      @Doc("Whether case differs.") @Default("true") boolean caseSensitive)
      implements PathMatch {}

  @Foreign("owner")
  record Limits(
      @Doc("How long.") @Default("15s") Duration requestTimeout,
      @Doc("How often.") @Default("0") int retries) {
    Limits {
      FieldErrors errors = new FieldErrors();
      if (retries > 9) {
        errors.add(retries + " (expected: less)", "retries");
      }
      errors.throwIfAny();
    }
  }

  /** A valid file that uses all of them. */
  static final String FULL =
      """
      cache: {anything: [goes]}
      admin_port: 9090
      backends:
        - {type: kube, name: a, port: 80}
        - type: Strict_DNS
          host: b.example
          ttl: 1500us
          weight: 2
          lb: {type: ring-hash, min_ring_size: 7, sources: [{from: header, name: x}, {from: Address}]}
          port: 81
        - {addresses: ['10.0.0.1:80'], type: static, lb: {type: maglev}}
      routes:
        one: {path: {value: /x}, requestTimeout: 1, owner: me, targets: [0, 2]}
        two:
          path: {match_type: prefix, value: /y, caseSensitive: false}
          retries: 3
      """;

  static Table parse(String text) {
    return Configuration.parse(text, "torc.yaml", Table.class);
  }
}
