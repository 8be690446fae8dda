// Written from DotNetCore.CAP.SqlServer, .PostgreSql, .MySql and .MongoDB 10.0.1, which all name the class so, beside the real DotNetCore.CAP.
using System.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MongoDB.Driver;

namespace DotNetCore.CAP;

public static class CapTransactionExtensions
{
    public static ICapTransaction BeginTransaction(this IDbConnection dbConnection, ICapPublisher publisher, bool autoCommit = false) => throw null!;

    public static ValueTask<ICapTransaction> BeginTransactionAsync(this IDbConnection dbConnection, ICapPublisher publisher, bool autoCommit = false, CancellationToken cancellationToken = default) => throw null!;

    public static IDbContextTransaction BeginTransaction(this DatabaseFacade database, ICapPublisher publisher, bool autoCommit = false) => throw null!;

    public static IDbContextTransaction BeginTransaction(this DatabaseFacade database, IsolationLevel isolationLevel, ICapPublisher publisher, bool autoCommit = false) => throw null!;

    public static Task<IDbContextTransaction> BeginTransactionAsync(this DatabaseFacade database, ICapPublisher publisher, bool autoCommit = false, CancellationToken cancellationToken = default) => throw null!;

    public static IClientSessionHandle StartTransaction(this IMongoClient client, ICapPublisher publisher, bool autoCommit = false) => throw null!;

    public static Task<IClientSessionHandle> StartTransactionAsync(this IMongoClient client, ICapPublisher publisher, bool autoCommit = false, ClientSessionOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
}
