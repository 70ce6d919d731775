package dev.torc.it.placement;

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
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SynchronizationContext;
import java.net.SocketAddress;
import java.util.List;

/**
 * What a gRPC channel does for its load balancer, without a network: a subchannel is ready in the
 * moment in which it is asked to connect.
 */
final class ReadyChannel extends LoadBalancer.Helper {
  private final SynchronizationContext context =
      new SynchronizationContext((thread, failure) -> {
        throw new IllegalStateException(failure);
      });
  private SubchannelPicker picker = new FixedResultPicker(PickResult.withNoResult());

  /**
   * The address that a call goes to. Ring hash connects lazily: a call to an idle member wakes it
   * up and would then wait, so it is asked again.
   */
  SocketAddress pick(CallOptions options) {
    Call call = new Call(options);
    PickResult result = picker.pickSubchannel(call);
    if (result.getSubchannel() == null) {
      result = picker.pickSubchannel(call);
    }
    if (result.getSubchannel() == null) {
      throw new IllegalStateException("result: " + result + " (expected: a subchannel)");
    }
    return result.getSubchannel().getAddresses().getAddresses().getFirst();
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
    return "oracle";
  }

  @Override
  public ManagedChannel createOobChannel(EquivalentAddressGroup address, String authority) {
    throw new UnsupportedOperationException();
  }

  private final class Connection extends Subchannel {
    private final List<EquivalentAddressGroup> addresses;
    private SubchannelStateListener listener = state -> {};

    Connection(List<EquivalentAddressGroup> addresses) {
      this.addresses = addresses;
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

    Call(CallOptions options) {
      this.options = options;
    }

    @Override
    public CallOptions getCallOptions() {
      return options;
    }

    @Override
    public Metadata getHeaders() {
      return new Metadata();
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }
}
