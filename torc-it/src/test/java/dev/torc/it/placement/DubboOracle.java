package dev.torc.it.placement;

import dev.torc.bench.peer.DubboProvider;
import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.Version;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.cluster.loadbalance.ConsistentHashLoadBalance;

/**
 * Dubbo's {@code consistenthash} load balance over providers that are never called.
 *
 * <p>A member is {@code host:port}. The option is the URL parameter {@code hash.nodes}. The key is
 * the only argument of the call. Weights are handed over, and ignored by Dubbo.
 */
final class DubboOracle implements Oracle {
  private static final String METHOD = "get";

  @Override
  public String version() {
    return "Apache Dubbo " + Version.getVersion();
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) {
    Map<Invoker<Object>, String> names = new HashMap<>();
    List<Invoker<Object>> invokers = new ArrayList<>();
    for (Member member : scenario.members()) {
      Invoker<Object> invoker =
          new DubboProvider(member.name(), parameters(member, scenario.options()));
      invokers.add(invoker);
      names.put(invoker, member.name());
    }
    ConsistentHashLoadBalance balance = new ConsistentHashLoadBalance();
    URL consumer = invokers.getFirst().getUrl();
    return keys.stream()
        .map(key -> names.get(balance.select(invokers, consumer, invocation(key))))
        .toList();
  }

  private static String parameters(Member member, Map<String, String> options) {
    StringBuilder text = new StringBuilder("&weight=" + member.weight());
    options.forEach((name, value) -> text.append('&').append(name).append('=').append(value));
    return text.toString();
  }

  private static Invocation invocation(String key) {
    Object[] arguments = {key};
    return (Invocation)
        Proxy.newProxyInstance(
            Invocation.class.getClassLoader(),
            new Class<?>[] {Invocation.class},
            (proxy, method, ignored) ->
                switch (method.getName()) {
                  case "getMethodName" -> METHOD;
                  case "getArguments" -> arguments;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }
}
