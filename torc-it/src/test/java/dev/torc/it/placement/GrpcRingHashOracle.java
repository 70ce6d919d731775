package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.Status;
import io.grpc.internal.GrpcUtil;
import io.grpc.xds.RingHashLoadBalancerProvider;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
  @SuppressWarnings("unchecked") // its declared type
  private static final CallOptions.Key<Long> HASH =
      (CallOptions.Key<Long>) constant("XdsNameResolver", "RPC_HASH_KEY");

  @SuppressWarnings("unchecked") // its declared type
  private static final Attributes.Key<Long> WEIGHT =
      (Attributes.Key<Long>) constant("XdsAttributes", "ATTR_SERVER_WEIGHT");

  @Override
  public String version() {
    return "grpc-java " + GrpcUtil.getGrpcBuildVersion().getImplementationVersion();
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) {
    ReadyChannel channel = new ReadyChannel();
    LoadBalancer balancer = new RingHashLoadBalancerProvider().newLoadBalancer(channel);
    ResolvedAddresses resolved = resolved(scenario);
    channel.getSynchronizationContext().execute(() -> accept(balancer, resolved));
    try {
      return keys.stream().map(key -> owner(channel, key)).toList();
    } finally {
      channel.getSynchronizationContext().execute(balancer::shutdown);
    }
  }

  private static void accept(LoadBalancer balancer, ResolvedAddresses resolved) {
    Status status = balancer.acceptResolvedAddresses(resolved);
    if (!status.isOk()) {
      throw status.asRuntimeException();
    }
  }

  private static ResolvedAddresses resolved(PlacementScenario scenario) {
    List<EquivalentAddressGroup> addresses = new ArrayList<>();
    for (Member member : scenario.members()) {
      Attributes weight = Attributes.newBuilder().set(WEIGHT, (long) member.weight()).build();
      addresses.add(new EquivalentAddressGroup(address(member.name()), weight));
    }
    Map<String, Double> settings = new HashMap<>();
    scenario.options().forEach((name, value) -> settings.put(name, Double.valueOf(value)));
    return ResolvedAddresses.newBuilder()
        .setAddresses(addresses)
        .setLoadBalancingPolicyConfig(
            new RingHashLoadBalancerProvider().parseLoadBalancingPolicyConfig(settings).getConfig())
        .build();
  }

  private static InetSocketAddress address(String member) {
    int colon = member.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(member.substring(0, colon)),
        Integer.parseInt(member.substring(colon + 1)));
  }

  private static String owner(ReadyChannel channel, String key) {
    InetSocketAddress address =
        (InetSocketAddress) channel.pick(CallOptions.DEFAULT.withOption(HASH, hash(key)));
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static long hash(String key) {
    try {
      Object xxHash64 = constant("XxHash64", "INSTANCE");
      Method hashBytes = xxHash64.getClass().getDeclaredMethod("hashBytes", byte[].class);
      hashBytes.setAccessible(true);
      return (long) hashBytes.invoke(xxHash64, (Object) key.getBytes(UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A constant of {@code io.grpc.xds} that only the package itself may see. */
  private static Object constant(String type, String name) {
    try {
      var field = Class.forName("io.grpc.xds." + type).getDeclaredField(name);
      field.setAccessible(true);
      return field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
