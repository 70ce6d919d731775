package dev.torc.bench;

import dev.torc.bench.peer.Addresses;
import dev.torc.bench.peer.GrpcInternals;
import dev.torc.bench.peer.ReadyChannel;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.xds.RingHashLoadBalancerProvider;
import io.grpc.xds.RingHashOptions;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * grpc-java's {@code ring_hash_experimental} with 160 points a node, over subchannels that are
 * always ready.
 *
 * <p>Measured is {@code pickSubchannel} of its picker: the ring cannot be searched without it, and
 * besides the search it asks the subchannel's own picker. The rest of what gRPC does for a call
 * stays out: the hash is written into the call options beforehand, past their copying setter. Text
 * is hashed by XXH64, as the xDS resolver does.
 */
final class GrpcContender implements Contender {
  private static final long RING_SIZE_CAP = 8 << 20;

  private final List<String> names;
  private final Map<SocketAddress, Integer> indexes = new HashMap<>();
  private final CallOptions options = CallOptions.DEFAULT.withOption(GrpcInternals.HASH, 0L);
  private final Object[] hashOption = hashOption(options);
  private final PickSubchannelArgs call = ReadyChannel.call(options);
  private final ReadyChannel channel = new ReadyChannel(indexes);
  private final LoadBalancer balancer = new RingHashLoadBalancerProvider().newLoadBalancer(channel);

  GrpcContender(List<String> names) {
    this.names = new ArrayList<>(names);
    RingHashOptions.setRingSizeCap(RING_SIZE_CAP);
    accept();
  }

  private void accept() {
    channel.accept(balancer, resolved());
  }

  private ResolvedAddresses resolved() {
    Attributes weight = Attributes.newBuilder().set(GrpcInternals.WEIGHT, 1L).build();
    List<EquivalentAddressGroup> addresses = new ArrayList<>();
    for (String name : names) {
      InetSocketAddress address = Addresses.of(name);
      indexes.putIfAbsent(address, indexes.size());
      addresses.add(new EquivalentAddressGroup(address, weight));
    }
    double points = (double) PlainPoints.PER_NODE * names.size();
    Map<String, Double> settings = Map.of("minRingSize", points, "maxRingSize", points);
    return ResolvedAddresses.newBuilder()
        .setAddresses(addresses)
        .setLoadBalancingPolicyConfig(
            new RingHashLoadBalancerProvider().parseLoadBalancingPolicyConfig(settings).getConfig())
        .build();
  }

  @Override
  public int locate(long hash) {
    return pick(hash).index();
  }

  @Override
  public Object locate(String key) {
    return pick(PlainPoints.hash(key));
  }

  private ReadyChannel.Connection pick(long hash) {
    hashOption[1] = hash;
    return channel.pick(call);
  }

  @Override
  public int index(Object node) {
    return ((ReadyChannel.Connection) node).index();
  }

  @Override
  public Contender add(String name) {
    names.add(name);
    accept();
    return this;
  }

  /** The pair of key and value inside of options that have one. */
  private static Object[] hashOption(CallOptions options) {
    try {
      Field custom = CallOptions.class.getDeclaredField("customOptions");
      custom.setAccessible(true);
      return ((Object[][]) custom.get(options))[0];
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
