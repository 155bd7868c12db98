package ipam

import (
	"fmt"
	"strconv"
	"strings"
)

// Growth is how many addresses more are taken each month: a number, or a share of those that are taken.
type Growth struct {
	Hosts int
	Share float64
}

// ParseGrowth reads "40" (addresses a month) or "5%".
func ParseGrowth(s string) (Growth, error) {
	if text, percent := strings.CutSuffix(s, "%"); percent {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 0 || n > 10000 {
			return Growth{}, fmt.Errorf("%q is not a growth: write a share such as 5%%, or addresses a month such as 40", s)
		}
		return Growth{Share: n / 100}, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return Growth{}, fmt.Errorf("%q is not a growth: write addresses a month such as 40, or a share such as 5%%", s)
	}
	return Growth{Hosts: n}, nil
}

// maxMonths is how far ahead anybody looks: a hundred years.
const maxMonths = 1200

// Lasts is how many whole months pass before a subnet has no address left; not so if it does not grow, or lasts a hundred years.
func (g Growth) Lasts(u *SubnetUse) (months int, ends bool) {
	taken := float64(u.Usable - u.Free)
	for months = range maxMonths {
		more := float64(g.Hosts) + taken*g.Share
		if more <= 0 {
			return 0, false
		}
		if taken += more; taken > float64(u.Usable) {
			return months, true
		}
	}
	return 0, false
}
