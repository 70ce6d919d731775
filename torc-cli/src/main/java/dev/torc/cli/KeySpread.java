package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.hash.Crowding;
import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.Endpoint;
import dev.torc.routing.EndpointStatus;
import dev.torc.routing.Explanation;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.RequestView;
import dev.torc.routing.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How distinct keys spread over the endpoints of a backend, and what chance had to say about it.
 */
final class KeySpread {

  /** Where a key goes in a request. */
  static final String PLACEHOLDER = "{}";

  private final Backend backend;
  private final int tooMany;
  private final Map<Endpoint, List<String>> keysOf = new LinkedHashMap<>();
  private final Map<Endpoint, Double> shareOf = new LinkedHashMap<>();

  /** Keys whose request has nothing to hash. */
  private int unhashed;

  private int total;

  private KeySpread(Backend backend, List<EndpointStatus> endpoints, int tooMany) {
    this.backend = backend;
    this.tooMany = tooMany;
    for (EndpointStatus status : endpoints) {
      keysOf.put(status.endpoint(), new ArrayList<>());
      shareOf.put(status.endpoint(), status.share());
    }
  }

  /** One spread for each backend that keys go to, which is one unless a rule has several. */
  static List<KeySpread> of(Router router, RequestOptions request, Set<String> keys, int tooMany) {
    Map<BackendId, KeySpread> spreads = new LinkedHashMap<>();
    for (String key : keys) {
      RequestView view =
          request.request(
              url -> url.replace(PLACEHOLDER, percentEncoded(key)),
              header -> header.replace(PLACEHOLDER, key));
      Explanation explanation = router.explain(view);
      if (explanation.failure() != null) {
        throw explanation.failure();
      }
      BackendId id = Objects.requireNonNull(explanation.decision()).backend();
      if (id == null) {
        throw new UsageException("--keys: the rule redirects (expected: one with backends)");
      }
      spreads.computeIfAbsent(id, i -> empty(router, i, tooMany)).add(key, explanation);
    }
    return List.copyOf(spreads.values());
  }

  private static KeySpread empty(Router router, BackendId id, int tooMany) {
    Backend backend =
        router.config().backends().stream()
            .filter(b -> b.id().equals(id))
            .findFirst()
            .orElseThrow();
    if (!(backend.lb() instanceof LoadBalancer.Hashing)) {
      throw new UsageException(
          "--keys: backend "
              + id
              + " has "
              + policy(backend)
              + " (expected: a policy that hashes; with this one a key has no endpoint of its"
              + " own)");
    }
    return new KeySpread(backend, router.endpoints(id), tooMany);
  }

  private static String policy(Backend backend) {
    return backend.lb().getClass().getSimpleName();
  }

  /** All but the unreserved characters of RFC 3986, so that a space is %20. */
  private static String percentEncoded(String key) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : key.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private void add(String key, Explanation explanation) {
    keysOf.getOrDefault(explanation.endpoint(), new ArrayList<>()).add(key);
    total++;
    boolean random =
        explanation.steps().stream()
            .anyMatch(step ->
                step.part() == Explanation.Part.HASH
                    && step.finding().startsWith("none of these has a value"));
    unhashed += random ? 1 : 0;
  }

  /** The most keys that one endpoint has. */
  private int most() {
    return keysOf.values().stream().mapToInt(List::size).max().orElse(0);
  }

  private double chance(boolean byWeight) {
    double[] shares =
        keysOf.keySet().stream()
            .mapToDouble(endpoint -> {
              if (endpoint.drain()) {
                return 0;
              }
              return byWeight ? endpoint.weight() : shareOf.getOrDefault(endpoint, 0.0);
            })
            .toArray();
    return Crowding.probability(shares, total, tooMany);
  }

  List<String> lines(boolean listKeys) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "backend "
            + backend.id()
            + ", "
            + policy(backend)
            + ": "
            + counted(total, "distinct key")
            + " on "
            + counted(keysOf.size(), "endpoint"));
    lines.add("");
    lines.addAll(table(listKeys));
    lines.add("");
    lines.add(verdict());
    if (unhashed > 0) {
      lines.add(counted(unhashed, "key") + " without anything to hash: where they are is chance.");
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "With other names of the endpoints, the chance that one gets more than %d of %d keys"
                + " is",
            tooMany,
            total));
    lines.add(
        percent(chance(true))
            + " by their weights, "
            + percent(chance(false))
            + " by their shares of the hash space.");
    return lines;
  }

  private List<String> table(boolean listKeys) {
    TextTable table = new TextTable("<>>><");
    table.row("ENDPOINT", "KEYS", "SHARE", "HASH SPACE", listKeys ? "KEYS" : "");
    keysOf.forEach((endpoint, keys) ->
        table.row(
            endpoint.address() + (endpoint.drain() ? " (drained)" : ""),
            String.valueOf(keys.size()),
            percent((double) keys.size() / total),
            percent(shareOf.getOrDefault(endpoint, 0.0)),
            listKeys ? String.join(", ", keys) : ""));
    return table.lines();
  }

  private String verdict() {
    long above = keysOf.values().stream().filter(keys -> keys.size() > tooMany).count();
    return above == 0
        ? "No endpoint has more than " + tooMany + " keys; the most is " + most() + "."
        : counted((int) above, "endpoint")
            + (above == 1 ? " has" : " have")
            + " more than "
            + tooMany
            + " keys; the most is "
            + most()
            + ".";
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String percent(double share) {
    String format = share > 0 && share < 0.0005 ? "%.1e%%" : "%.1f%%";
    return String.format(Locale.ROOT, format, 100 * share);
  }

  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("backend", backend.id().toString());
    object.put("policy", policy(backend));
    object.put("keys", total);
    object.put("unhashed", unhashed);
    object.put("endpoints", keysOf.entrySet().stream().map(this::endpoint).toList());
    object.put("most", most());
    object.put("moreThan", tooMany);
    object.put("exceeded", most() > tooMany);
    object.put("chanceByWeights", chance(true));
    object.put("chanceByShares", chance(false));
    return object;
  }

  private Map<String, Object> endpoint(Map.Entry<Endpoint, List<String>> entry) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("endpoint", entry.getKey().address().toString());
    object.put("keys", entry.getValue().size());
    object.put("share", (double) entry.getValue().size() / total);
    object.put("hashSpace", shareOf.getOrDefault(entry.getKey(), 0.0));
    object.put("list", entry.getValue());
    return object;
  }
}
