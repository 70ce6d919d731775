package dev.torc.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on a loopback port, over UDP and TCP, whose answers a test sets. A name that was not
 * set does not exist. Safe for use by any number of threads.
 */
public final class LoopbackDns implements AutoCloseable {
  private static final int TTL_SECONDS = 3600;
  private static final int ATTEMPTS = 100;

  /** What the server does with questions of one type. */
  public enum Behaviour {
    /** Answers as was set. */
    ANSWERS,
    /** Answers nothing. */
    SILENT,
    /** Says that it failed, code SERVFAIL. */
    FAILS,
    /** Answers over TCP; over UDP it says that the answer is cut off. */
    TRUNCATES,
    /** Says over TCP too that the answer is cut off, and sends the first record only. */
    TRUNCATES_ALWAYS,
    /** Answers with the right number, and bytes that mean nothing behind it. */
    GARBLES,
    /** Sends the question back. */
    ECHOES
  }

  private record Question(String name, int type) {}

  private final DatagramSocket datagrams;
  private final ServerSocket listener;
  private final Map<Question, List<Record>> records = new ConcurrentHashMap<>();
  private final Map<Integer, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger tcpQuestions = new AtomicInteger();

  private LoopbackDns(DatagramSocket datagrams, ServerSocket listener) {
    this.datagrams = datagrams;
    this.listener = listener;
    run("loopback-dns-udp", this::serveDatagrams);
    run("loopback-dns-tcp", this::accept);
  }

  /** Starts a server without any names. */
  public static LoopbackDns started() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    IOException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        ServerSocket listener = new ServerSocket(0, 50, loopback);
        try {
          return new LoopbackDns(new DatagramSocket(listener.getLocalPort(), loopback), listener);
        } catch (IOException e) {
          // Another program has that port for UDP: the next one.
          listener.close();
          last = e;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException("no free port", last == null ? new IOException() : last);
  }

  private static void run(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  /**
   * Sets the records of a name and type, in this order; none of a type makes a name that exists
   * without such records.
   *
   * @param type such as {@code A}
   * @param data each as in a zone file: {@code 10 1 6379 redis-0.test.}
   */
  public LoopbackDns set(String name, String type, String... data) {
    try {
      Name absolute = Name.fromString(name, Name.root);
      int number = Type.value(type);
      Record[] made = new Record[data.length];
      for (int i = 0; i < data.length; i++) {
        made[i] = Record.fromString(absolute, number, DClass.IN, TTL_SECONDS, data[i], Name.root);
      }
      records.put(new Question(key(absolute), number), List.of(made));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Forgets all names. */
  public void clear() {
    records.clear();
  }

  /** What it does from now on with questions of every type that the tests ask. */
  public void behave(Behaviour behaviour) {
    for (int type : new int[] {Type.A, Type.AAAA, Type.SRV}) {
      behaviours.put(type, behaviour);
    }
  }

  /** What it does from now on with questions of a type. */
  public void behave(String type, Behaviour behaviour) {
    behaviours.put(Type.value(type), behaviour);
  }

  /** How many questions have come. */
  public int questions() {
    return questions.get();
  }

  /** How many of them over TCP. */
  public int tcpQuestions() {
    return tcpQuestions.get();
  }

  private static String key(Name name) {
    return name.canonicalize().toString();
  }

  private void serveDatagrams() {
    byte[] buffer = new byte[Message.MAXLENGTH];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        byte[] question = Arrays.copyOf(buffer, packet.getLength());
        byte[] answer = answer(question, false);
        if (answer.length > 0) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        run("loopback-dns-client", () -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
      while (true) {
        byte[] question = in.readNBytes(in.readUnsignedShort());
        tcpQuestions.incrementAndGet();
        byte[] answer = answer(question, true);
        if (answer.length > 0) {
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  /** The answer's bytes; none for silence. */
  private byte[] answer(byte[] bytes, boolean tcp) throws IOException {
    questions.incrementAndGet();
    Message question = new Message(bytes);
    Behaviour behaviour =
        behaviours.getOrDefault(question.getQuestion().getType(), Behaviour.ANSWERS);
    return switch (behaviour) {
      case SILENT -> new byte[0];
      case ECHOES -> bytes;
      case GARBLES -> garbled(bytes);
      case FAILS -> failure(question).toWire();
      case TRUNCATES, TRUNCATES_ALWAYS, ANSWERS -> records(question, behaviour, tcp).toWire();
    };
  }

  private static byte[] garbled(byte[] question) {
    byte[] garbled = new byte[64];
    Arrays.fill(garbled, (byte) 0xff);
    System.arraycopy(question, 0, garbled, 0, 2);
    return garbled;
  }

  private static Message failure(Message question) {
    Message failure = reply(question);
    failure.getHeader().setRcode(Rcode.SERVFAIL);
    return failure;
  }

  private static Message reply(Message question) {
    Message reply = new Message(question.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RD);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question.getQuestion(), Section.QUESTION);
    return reply;
  }

  private Message records(Message question, Behaviour behaviour, boolean tcp) {
    Record asked = question.getQuestion();
    List<Record> found = found(key(asked.getName()), asked.getType());
    Message reply = reply(question);
    boolean cutOff =
        behaviour == Behaviour.TRUNCATES_ALWAYS || (behaviour == Behaviour.TRUNCATES && !tcp);
    if (cutOff) {
      reply.getHeader().setFlag(Flags.TC);
    }
    found.stream()
        .limit(cutOff ? 1 : Long.MAX_VALUE)
        .forEach(answer -> reply.addRecord(answer, Section.ANSWER));
    if (found.isEmpty()
        && records.keySet().stream().noneMatch(q -> q.name().equals(key(asked.getName())))) {
      reply.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return reply;
  }

  /** An alias is answered as such; who asks has to follow it. */
  private List<Record> found(String name, int type) {
    return Stream.of(type, Type.CNAME)
        .map(t -> records.getOrDefault(new Question(name, t), List.of()))
        .filter(list -> !list.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    listener.close();
  }
}
