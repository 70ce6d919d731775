package dev.torc.bench.peer;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.FixedResultPicker;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a gRPC channel does for its load balancer, without a network: a subchannel is ready in the
 * moment in which it is asked to connect.
 */
public final class ReadyChannel extends LoadBalancer.Helper {
  private final Map<SocketAddress, Integer> indexes;
  private final SynchronizationContext context =
      new SynchronizationContext((thread, failure) -> {
        throw new IllegalStateException(failure);
      });
  private SubchannelPicker picker = new FixedResultPicker(PickResult.withNoResult());

  /**
   * A channel whose subchannels know their indexes.
   *
   * @param indexes of the addresses; may grow
   */
  public ReadyChannel(Map<SocketAddress, Integer> indexes) {
    this.indexes = indexes;
  }

  /** A call of which only the options matter. */
  public static PickSubchannelArgs call(CallOptions options) {
    return new Call(options);
  }

  /**
   * Hands addresses to a balancer of this channel.
   *
   * @throws io.grpc.StatusRuntimeException if it does not take them
   */
  public void accept(LoadBalancer balancer, ResolvedAddresses addresses) {
    context.execute(() -> {
      Status status = balancer.acceptResolvedAddresses(addresses);
      if (!status.isOk()) {
        throw status.asRuntimeException();
      }
    });
  }

  /**
   * The subchannel that a call goes to. Ring hash connects lazily: a call to an idle member wakes
   * it up and would then wait, so it is asked again.
   */
  public Connection pick(PickSubchannelArgs call) {
    Subchannel picked = picker.pickSubchannel(call).getSubchannel();
    if (picked == null) {
      picked = Objects.requireNonNull(picker.pickSubchannel(call).getSubchannel());
    }
    return (Connection) picked;
  }

  @Override
  public Subchannel createSubchannel(CreateSubchannelArgs arguments) {
    return new Connection(arguments.getAddresses());
  }

  @Override
  public void updateBalancingState(ConnectivityState state, SubchannelPicker newPicker) {
    picker = newPicker;
  }

  @Override
  public SynchronizationContext getSynchronizationContext() {
    return context;
  }

  @Override
  public String getAuthority() {
    return "peer";
  }

  @Override
  public ManagedChannel createOobChannel(EquivalentAddressGroup address, String authority) {
    throw new UnsupportedOperationException("ring_hash does not ask for it");
  }

  /** A subchannel that knows which node it leads to. */
  public final class Connection extends Subchannel {
    private final List<EquivalentAddressGroup> addresses;
    private final int index;
    private SubchannelStateListener listener = state -> {};

    private Connection(List<EquivalentAddressGroup> addresses) {
      this.addresses = addresses;
      SocketAddress address = addresses.getFirst().getAddresses().getFirst();
      this.index = Objects.requireNonNull(indexes.get(address));
    }

    /** That of its address. */
    public int index() {
      return index;
    }

    @Override
    public void start(SubchannelStateListener newListener) {
      listener = newListener;
    }

    @Override
    public void requestConnection() {
      report(ConnectivityState.CONNECTING);
      report(ConnectivityState.READY);
    }

    private void report(ConnectivityState state) {
      context.execute(() -> listener.onSubchannelState(ConnectivityStateInfo.forNonError(state)));
    }

    @Override
    public void shutdown() {}

    @Override
    public List<EquivalentAddressGroup> getAllAddresses() {
      return addresses;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.EMPTY;
    }
  }

  /** A call of which only the options matter. */
  private static final class Call extends PickSubchannelArgs {
    private final CallOptions options;
    private final Metadata headers = new Metadata();

    Call(CallOptions options) {
      this.options = options;
    }

    @Override
    public CallOptions getCallOptions() {
      return options;
    }

    @Override
    public Metadata getHeaders() {
      return headers;
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      throw new UnsupportedOperationException("ring_hash does not ask for it");
    }
  }
}
