/** `udp-echo.ts listen PORT` sends back what comes; `udp-echo.ts ask PORT` asks 127.0.0.1 until it does, and prints it. */
import { createSocket } from 'node:dgram';

const [, , role, port] = process.argv;
const socket = createSocket('udp4');
if (role === 'listen') {
  socket.on('message', (message, peer) => socket.send(message, peer.port, peer.address));
  socket.bind(Number(port), () => console.log('ready'));
} else {
  const timer = setInterval(() => socket.send('hi', Number(port), '127.0.0.1'), 50);
  socket.once('message', (message) => {
    clearInterval(timer);
    socket.close();
    console.log(message.toString());
  });
}
