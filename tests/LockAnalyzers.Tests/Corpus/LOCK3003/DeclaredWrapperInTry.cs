// The declared acquire throws on contention; the declared release in the finally runs regardless.
using System;
using FileLocking;

namespace Tenants.Provision;

public abstract class TenantLock
{
    [AcquiresLock]
    public abstract void Take(string tenant);

    [ReleasesLock]
    public abstract void Drop(string tenant);
}

public class Provisioner
{
    private readonly TenantLock tenants;
    public Provisioner(TenantLock tenants) { this.tenants = tenants; }

    public void Provision(string tenant, Action create)
    {
        try
        {
            {|LOCK3003:tenants.Take(tenant)|};
            create();
        }
        finally
        {
            tenants.Drop(tenant);
        }
    }
}
