package dev.torc.bench;

import dev.torc.bench.peer.DubboProvider;
import java.util.ArrayList;
import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.cluster.loadbalance.ConsistentHashLoadBalance;

/**
 * Dubbo's {@code consistenthash} load balance of 160 points a provider, over providers that are
 * never called. It hashes the arguments of a call itself, by MD5, and on every call the list of the
 * providers too, to notice a change: that makes it slower with each of them.
 */
final class DubboContender implements Contender {
  private final ConsistentHashLoadBalance balance;
  private final List<Invoker<Object>> providers;
  private final URL consumer;
  private final Object[] arguments = {""};
  private final RpcInvocation invocation =
      new RpcInvocation(
          null,
          "get",
          DubboProvider.SERVICE,
          DubboProvider.SERVICE,
          new Class<?>[] {String.class},
          arguments);

  DubboContender(List<String> names) {
    this(new ConsistentHashLoadBalance(), providers(names));
  }

  private DubboContender(ConsistentHashLoadBalance balance, List<Invoker<Object>> providers) {
    this.balance = balance;
    this.providers = providers;
    this.consumer = providers.getFirst().getUrl();
    // The first call builds the ring.
    select("");
  }

  private static List<Invoker<Object>> providers(List<String> names) {
    List<Invoker<Object>> providers = new ArrayList<>();
    for (String name : names) {
      providers.add(new DubboProvider(name, ""));
    }
    return providers;
  }

  private Invoker<Object> select(String key) {
    arguments[0] = key;
    return balance.select(providers, consumer, invocation);
  }

  @Override
  public int locate(long hash) {
    throw new UnsupportedOperationException("Dubbo hashes keys itself");
  }

  @Override
  public Object locate(String key) {
    return select(key);
  }

  @Override
  public int index(Object node) {
    return providers.indexOf(node);
  }

  /** The list as a registry would hand it over: a new one, with the providers there were. */
  @Override
  public Contender add(String name) {
    List<Invoker<Object>> more = new ArrayList<>(providers);
    more.add(new DubboProvider(name, ""));
    return new DubboContender(balance, more);
  }
}
