package netgen

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

// Generate writes a world. progress is called now and then, by several goroutines, with how many bytes were written since; it may
// be nil. The error says what is wrong with the options or the disk, or is the context's.
func Generate(ctx context.Context, o Options, progress func(bytes int)) error {
	if err := o.Check(); err != nil {
		return err
	}
	w, err := newWorld(o)
	if err != nil {
		return err
	}
	if err := emptyFolder(o.Out); err != nil {
		return err
	}
	if progress == nil {
		progress = func(int) {}
	}
	if err := w.writePlaces(ctx, progress); err != nil {
		return err
	}
	return w.writeNotes()
}

// emptyFolder makes the folder; one that holds something is left alone.
func emptyFolder(name string) error {
	if err := os.MkdirAll(name, 0o777); err != nil {
		return err
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("--out %s: the folder is not empty; take another, or empty it", name)
	}
	return nil
}

// writePlaces writes the places side by side, as many at a time as there are workers. The first error ends all.
func (w *world) writePlaces(ctx context.Context, progress func(int)) error {
	workers := w.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var (
		next   atomic.Int64
		failed atomic.Bool
		done   sync.WaitGroup
		errs   = make([]error, len(w.places))
		owned  = w.owned()
	)
	for range workers {
		done.Go(func() {
			for at := int(next.Add(1)) - 1; at < len(w.places) && !failed.Load(); at = int(next.Add(1)) - 1 {
				if errs[at] = w.writePlace(ctx, at, owned[at], progress); errs[at] != nil {
					failed.Store(true)
				}
			}
		})
	}
	done.Wait()
	return errors.Join(errs...)
}

// owned lists the VPCs of each place.
func (w *world) owned() [][]*vpc {
	owned := make([][]*vpc, len(w.places))
	for _, v := range w.vpcs {
		owned[v.place] = append(owned[v.place], v)
	}
	return owned
}

// writePlace writes the documents of one place, if it has anything.
func (w *world) writePlace(ctx context.Context, at int, owned []*vpc, progress func(int)) error {
	hub := w.TGW && w.hub(at%len(w.Regions)) == at
	if len(owned) == 0 && !hub {
		return nil
	}
	f, err := newFolder(w, w.places[at], progress)
	if err != nil {
		return err
	}
	err = w.fillPlace(ctx, f, at, owned)
	return errors.Join(err, f.close())
}

func (w *world) fillPlace(ctx context.Context, f *folder, at int, owned []*vpc) error {
	for _, part := range []func(*folder, int) error{w.printZones, w.printPublicAccess, w.printPrefixLists, w.printPeerings} {
		if err := part(f, at); err != nil {
			return err
		}
	}
	if w.TGW {
		if err := w.printTransit(f, at); err != nil {
			return err
		}
	}
	for _, v := range owned {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := newSite(w, v, f).write(); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) printZones(f *folder, at int) error {
	p := w.places[at]
	for n := range zones {
		d := f.list("ec2-describe-availability-zones")
		d.element()
		d.text("OptInStatus", "opt-in-not-required")
		d.list("Messages")
		d.end()
		d.text("RegionName", p.region)
		d.text("ZoneName", p.zone(n))
		d.text("ZoneId", p.zoneID(n))
		d.text("GroupName", p.region+"-zg-1")
		d.text("NetworkBorderGroup", p.region)
		d.text("ZoneType", "availability-zone")
		d.text("State", "available")
		if err := d.done(); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) printPublicAccess(f *folder, at int) error {
	d := f.answers("ec2-describe-vpc-block-public-access-options")
	d.element()
	d.object("VpcBlockPublicAccessOptions")
	d.text("AwsAccountId", w.places[at].account)
	d.text("AwsRegion", w.places[at].region)
	d.text("State", "default-state")
	d.text("InternetGatewayBlockMode", "off")
	d.text("ManagedBy", "account")
	d.text("ExclusionsAllowed", "allowed")
	d.end()
	return d.done()
}
