package dev.torc.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers what no Redis does: the same bytes to each command that has a word. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String word;
  private final byte[] answer;

  /** Answers each transaction. */
  ScriptedServer(String answer) throws IOException {
    this("EXEC", answer);
  }

  ScriptedServer(String word, String answer) throws IOException {
    this.word = word;
    this.answer = answer.getBytes(US_ASCII);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream in = client.getInputStream()) {
      StringBuilder received = new StringBuilder();
      for (int b = in.read(); b >= 0; b = in.read()) {
        received.append((char) b);
        if (endsWithWord(received, "SETNAME")) {
          client.getOutputStream().write("+OK\r\n".getBytes(US_ASCII));
        } else if (endsWithWord(received, "INFO")) {
          client.getOutputStream().write("$9\r\nrun_id:me\r\n".getBytes(US_ASCII));
        } else if (endsWithWord(received, word)) {
          client.getOutputStream().write(answer);
        }
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private static boolean endsWithWord(StringBuilder text, String word) {
    return text.length() >= word.length() && text.indexOf(word, text.length() - word.length()) >= 0;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
