package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.bench.peer.Addresses;
import dev.torc.bench.peer.GrpcInternals;
import dev.torc.bench.peer.ReadyChannel;
import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.internal.GrpcUtil;
import io.grpc.xds.RingHashLoadBalancerProvider;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The load balancer {@code ring_hash_experimental} of grpc-java, on subchannels that become ready
 * as soon as they are asked to.
 *
 * <p>A member is {@code ip:port}. Options: {@code minRingSize} and {@code maxRingSize}, parsed by
 * the provider as in a service config. The hash of a key is that of gRPC's own XXH64 over its UTF-8
 * bytes, handed over in the call option in which the xDS resolver leaves it.
 */
final class GrpcRingHashOracle implements Oracle {
  @Override
  public String version() {
    return "grpc-java " + GrpcUtil.getGrpcBuildVersion().getImplementationVersion();
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) {
    Map<SocketAddress, Integer> indexes = new HashMap<>();
    ReadyChannel channel = new ReadyChannel(indexes);
    LoadBalancer balancer = new RingHashLoadBalancerProvider().newLoadBalancer(channel);
    channel.accept(balancer, resolved(scenario, indexes));
    try {
      return keys.stream()
          .map(key -> scenario.members().get(channel.pick(call(key)).index()).name())
          .toList();
    } finally {
      channel.getSynchronizationContext().execute(balancer::shutdown);
    }
  }

  private static PickSubchannelArgs call(String key) {
    return ReadyChannel.call(CallOptions.DEFAULT.withOption(GrpcInternals.HASH, hash(key)));
  }

  private static ResolvedAddresses resolved(
      PlacementScenario scenario, Map<SocketAddress, Integer> indexes) {
    List<EquivalentAddressGroup> addresses = new ArrayList<>();
    for (Member member : scenario.members()) {
      long weight = member.weight();
      InetSocketAddress address = Addresses.of(member.name());
      indexes.put(address, indexes.size());
      addresses.add(
          new EquivalentAddressGroup(
              address, Attributes.newBuilder().set(GrpcInternals.WEIGHT, weight).build()));
    }
    Map<String, Double> settings = new HashMap<>();
    scenario.options().forEach((name, value) -> settings.put(name, Double.valueOf(value)));
    return ResolvedAddresses.newBuilder()
        .setAddresses(addresses)
        .setLoadBalancingPolicyConfig(
            new RingHashLoadBalancerProvider().parseLoadBalancingPolicyConfig(settings).getConfig())
        .build();
  }

  private static long hash(String key) {
    try {
      Object xxHash64 = GrpcInternals.constant("XxHash64", "INSTANCE");
      Method hashBytes = xxHash64.getClass().getDeclaredMethod("hashBytes", byte[].class);
      hashBytes.setAccessible(true);
      return (long) hashBytes.invoke(xxHash64, (Object) key.getBytes(UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
