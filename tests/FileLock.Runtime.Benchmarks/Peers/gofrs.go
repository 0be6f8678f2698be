// gofrs/flock at the same work, told what to do line by line: see Peer.cs.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"github.com/gofrs/flock"
)

func main() {
	how, lock := os.Args[1], flock.New(os.Args[2])
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if how == "uncontended" {
			calls, err := strconv.Atoi(lines.Text())
			check(err)
			start := now()
			for i := 0; i < calls; i++ {
				check(lock.Lock())
				check(lock.Unlock())
			}
			fmt.Println((now() - start) / int64(calls))
			continue
		}

		if strings.HasPrefix(how, "contend ") {
			turn, err := strconv.Atoi(lines.Text())
			check(err)
			hold, err := strconv.Atoi(how[len("contend "):])
			check(err)
			count := 0
			for start := now(); now()-start < int64(turn)*1000000; count++ {
				check(lock.Lock())
				if hold > 0 {
					time.Sleep(time.Duration(hold) * time.Millisecond)
				}
				check(lock.Unlock())
			}
			fmt.Println(count)
			continue
		}

		fmt.Println("asking")
		if how == "blocking" {
			check(lock.Lock())
		} else {
			_, err := lock.TryLockContext(context.Background(), 10*time.Millisecond)
			check(err)
		}
		woken := now()
		check(lock.Unlock())
		fmt.Println(woken)
	}
}

// The monotonic clock that all processes share, in nanoseconds; Go's own tells only differences.
func now() int64 {
	var time syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, 1, uintptr(unsafe.Pointer(&time)), 0)
	return time.Nano()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
