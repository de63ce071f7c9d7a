// Attaches standard input and output to a URL by Kubernetes' own client, and exits as the process did.
//
//	attach [-stdin] [-stderr] [-tty] [-size COLUMNSxROWS] URL
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/util/exec"
)

// sizes says the terminal's size once; later calls wait for a change that never comes.
type sizes chan remotecommand.TerminalSize

func (s sizes) Next() *remotecommand.TerminalSize {
	size := <-s
	return &size
}

func main() {
	stdin := flag.Bool("stdin", false, "pass standard input")
	stderr := flag.Bool("stderr", false, "ask for standard error")
	tty := flag.Bool("tty", false, "the process has a terminal")
	size := flag.String("size", "100x30", "size of the terminal")
	flag.Parse()

	options := remotecommand.StreamOptions{Stdout: os.Stdout, Tty: *tty}
	if *stdin {
		options.Stdin = io.Reader(os.Stdin)
	}
	if *stderr {
		options.Stderr = os.Stderr
	}
	if *tty {
		var first remotecommand.TerminalSize
		if _, err := fmt.Sscanf(*size, "%dx%d", &first.Width, &first.Height); err != nil {
			fail(err)
		}
		queue := make(sizes, 1)
		queue <- first
		options.TerminalSizeQueue = queue
	}
	if err := attach(flag.Arg(0), options); err != nil {
		fail(err)
	}
}

func attach(address string, options remotecommand.StreamOptions) error {
	target, err := url.Parse(address)
	if err != nil {
		return err
	}
	executor, err := remotecommand.NewSPDYExecutor(&rest.Config{}, "POST", target)
	if err != nil {
		return err
	}
	return executor.StreamWithContext(context.Background(), options)
}

func fail(err error) {
	var exit exec.CodeExitError
	if errors.As(err, &exit) {
		os.Exit(exit.Code)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(125)
}
