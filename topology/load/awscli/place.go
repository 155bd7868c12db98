package awscli

// Place fills in the account and Region of a manifest where neither the elements nor the folder told them.
func (p *Part) Place(account, region string) {
	if account == "" && region == "" {
		return
	}
	for i := range p.Documents {
		d := &p.Documents[i]
		d.Account, d.Region = either(d.Account, account), either(d.Region, region)
	}
	for _, t := range p.Tables() {
		for i := range t.Len() {
			m := t.Meta(i)
			m.Account, m.Region = either(m.Account, account), either(m.Region, region)
		}
	}
}

// PlaceDocuments gives documents that no folder and no manifest places what their elements agree on: the Region
// that all elements of the document name, and the account that all elements of all its neighbours name. Where accounts
// are mixed, resources are shared between them, and nobody can say which one made the call.
func PlaceDocuments(neighbours []*Part) {
	var account agreement
	for _, p := range neighbours {
		regions := make([]agreement, len(p.Documents))
		for _, t := range p.Tables() {
			for i := range t.Len() {
				m := t.Meta(i)
				regions[m.Source.Document].hear(m.Region)
				if m.Account != "" {
					account.hear(m.Account)
				}
			}
		}
		for i := range p.Documents {
			p.Documents[i].Region = either(p.Documents[i].Region, regions[i].common())
		}
	}
	for _, p := range neighbours {
		for i := range p.Documents {
			p.Documents[i].Account = either(p.Documents[i].Account, account.common())
		}
	}
}

// agreement is what several voices say if all say the same.
type agreement struct {
	said     string
	heard    bool
	disputed bool
}

func (a *agreement) hear(s string) {
	a.disputed = a.disputed || a.heard && a.said != s
	a.said, a.heard = s, true
}

func (a *agreement) common() string {
	if a.disputed {
		return ""
	}
	return a.said
}
