package dev.torc.routing;

import dev.torc.hash.Placement;
import dev.torc.routing.Explanation.Part;
import dev.torc.routing.Explanation.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what a request meets on its way: the very code that routes it, with notes beside. */
final class Explainer {
  private final RoutingTable table;
  private final Environment environment;
  private final List<Step> steps = new ArrayList<>();

  private @Nullable RouteDecision decision;

  Explainer(RoutingTable table, Environment environment) {
    this.table = table;
    this.environment = environment;
  }

  Explanation explain(RequestView request) {
    try {
      Endpoint endpoint = endpoint(request);
      return new Explanation(steps, decision, endpoint, null);
    } catch (RoutingException e) {
      return new Explanation(steps, decision, null, e);
    }
  }

  private @Nullable Endpoint endpoint(RequestView request) {
    Route route = noteRoute(request);
    noteRules(route, request);
    RouteDecision found = RouteRules.decide(route, request, environment.random());
    decision = found;
    BackendId backend = found.backend();
    if (backend == null) {
      note(Part.BACKEND, "none", "the rule redirects");
      return null;
    }
    noteBackends(found.rule().backends(), backend, request.port());
    Pool pool = table.pool(backend);
    Selection selection = new Selection(found, pool, request);
    noteHash(pool, request, selection);
    return noteEndpoints(pool, selection);
  }

  private void note(Part part, String subject, String finding) {
    steps.add(new Step(part, subject, finding));
  }

  private Route noteRoute(RequestView request) {
    String port = ":" + request.port();
    for (String name : table.config().search().candidates(request.host())) {
      Route found = table.named(name, request.port());
      if (found != null) {
        note(Part.ROUTE, name + port, described(found, name));
        return found;
      }
      note(Part.ROUTE, name + port, "no route, no backend");
    }
    // Else throws the error that a request would get.
    Route route = table.route(request);
    note(Part.ROUTE, "*" + port, "route " + route.id() + ", which is for every host");
    return route;
  }

  private String described(Route route, String name) {
    if (!table.config().routes().contains(route)) {
      return "no route, but a backend of that name";
    }
    return "route "
        + route.id()
        + route.hostnames().stream()
            .filter(pattern -> pattern.matches(name))
            .findFirst()
            .map(pattern -> ", by " + pattern)
            .orElse("");
  }

  private void noteRules(Route route, RequestView request) {
    for (int i = 0; i < route.rules().size(); i++) {
      RouteRule rule = route.rules().get(i);
      String subject = "rule " + i + (rule.name() == null ? "" : " (" + rule.name() + ")");
      if (rule.matches().isEmpty() || rule.matching(request) != null) {
        note(Part.RULE, subject, "matches");
        return;
      }
      note(Part.RULE, subject, "does not match: " + String.join("; ", mismatches(rule, request)));
    }
  }

  private static List<String> mismatches(RouteRule rule, RequestView request) {
    return rule.matches().stream().map(match -> String.valueOf(match.mismatch(request))).toList();
  }

  private void noteBackends(List<BackendRef> refs, BackendId drawn, int port) {
    long total = refs.stream().mapToLong(BackendRef::weight).sum();
    for (BackendRef ref : refs) {
      BackendId id = ref.backend(port);
      String share =
          refs.size() == 1
              ? "the only one"
              : String.format(Locale.ROOT, "%.1f%% of the requests", 100.0 * ref.weight() / total);
      note(Part.BACKEND, id.toString(), share + (id.equals(drawn) ? ", drawn" : ""));
    }
  }

  private void noteHash(Pool pool, RequestView request, Selection selection) {
    if (!(pool.backend().lb() instanceof LoadBalancer.Hashing hashing)) {
      return;
    }
    boolean produced = false;
    boolean ended = false;
    for (HashParam param : hashing.hashParams()) {
      String value = ended ? null : RequestHash.value(param, request);
      note(Part.HASH, describe(param), finding(ended, value));
      produced |= value != null;
      ended |= param.terminal() && produced;
    }
    String hash = String.format(Locale.ROOT, "%016x", selection.hash());
    if (hashing instanceof LoadBalancer.RingHash) {
      hash += turn(pool.balancer().position(selection));
    }
    if (produced) {
      note(Part.HASH, "hash", hash);
    } else {
      note(Part.HASH, "hash", "none of these has a value: a random one, " + hash);
    }
  }

  private static String finding(boolean ended, @Nullable String value) {
    if (ended) {
      return "not looked at: the one before is terminal";
    }
    return value == null ? "no value" : "\"" + value + "\"";
  }

  /** How far around the circle a hash lies. */
  private static String turn(long position) {
    double turn = (position >>> 11) / (double) (1L << 53);
    return String.format(Locale.ROOT, ", %.1f%% around the circle", 100 * turn);
  }

  private static String describe(HashParam param) {
    if (param instanceof HashParam.QueryParam query) {
      return "query parameter " + query.name();
    }
    if (param instanceof HashParam.Header header) {
      return "header " + header.name();
    }
    if (param instanceof HashParam.Cookie cookie) {
      return "cookie " + cookie.name();
    }
    if (param instanceof HashParam.Path) {
      return "path";
    }
    return param instanceof HashParam.Method ? "method" : "source address";
  }

  private Endpoint noteEndpoints(Pool pool, Selection selection) {
    selection.requireEndpoints();
    int chosen = selection.peek();
    for (int index : order(pool, selection, chosen)) {
      String address = pool.endpoint(index).address().toString();
      if (index == chosen) {
        note(Part.ENDPOINT, address, "chosen" + policyNote(pool));
        break;
      }
      note(Part.ENDPOINT, address, "passed over: " + obstacle(pool, index));
    }
    return pool.endpoint(chosen);
  }

  /** Who is asked, in order: by the key, or for other policies only who was chosen. */
  private static int[] order(Pool pool, Selection selection, int chosen) {
    Placement placement = pool.balancer().placement();
    if (placement == null) {
      return new int[] {chosen};
    }
    int[] order = new int[pool.size()];
    int found = placement.locate(pool.balancer().position(selection), order);
    return Arrays.copyOf(order, found);
  }

  private String obstacle(Pool pool, int index) {
    if (pool.endpoint(index).drain()) {
      return "it is drained";
    }
    long millis = pool.state(index).remaining(environment.ticker().read()).toMillis();
    return "it is ejected for " + millis + " ms more";
  }

  private static String policyNote(Pool pool) {
    LoadBalancer lb = pool.backend().lb();
    if (lb instanceof LoadBalancer.Hashing hashing) {
      return hashing.boundedLoad() == null ? " by the hash" : " by the hash, unless it is too busy";
    }
    return " by " + lb.getClass().getSimpleName() + ", for now";
  }
}
