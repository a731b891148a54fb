package main

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// choice is what the environment asks for.
type choice struct {
	scale   string
	runs    int
	viewers []int
}

func chosen() (choice, error) {
	c := choice{scale: cmp.Or(os.Getenv("CRMKPI_BENCH_SCALE"), "medium")}
	var err error
	if c.runs, err = strconv.Atoi(cmp.Or(os.Getenv("CRMKPI_BENCH_RUNS"), "7")); err != nil || c.runs < 1 {
		return c, fmt.Errorf("CRMKPI_BENCH_RUNS is %q; it must be how often each panel is run, such as 7", os.Getenv("CRMKPI_BENCH_RUNS"))
	}
	for text := range strings.SplitSeq(cmp.Or(os.Getenv("CRMKPI_BENCH_VIEWERS"), "1,10,100"), ",") {
		viewers, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || viewers < 1 {
			return c, fmt.Errorf("CRMKPI_BENCH_VIEWERS is %q; it must be how many open the dashboard at once, such as 1,10,100", os.Getenv("CRMKPI_BENCH_VIEWERS"))
		}
		c.viewers = append(c.viewers, viewers)
	}
	return c, nil
}
